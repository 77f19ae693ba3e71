using ContentHub.Api.Execution;
using ContentHub.Delivery.Fields;

namespace ContentHub.Delivery.Plans;

/// <summary>One answer while a plan writes it.</summary>
internal sealed class PlanRun(AnswerBuffer answer, Request request, BoundVariables variables, PlanPatience patience)
{
    /// <summary>Objects between two looks at the clock.</summary>
    private const int ObjectsPerLook = 64;

    private int _objects;
    private List<Guid>? _restsOn;
    private bool _isFixed;
    private bool _isOfOrigin;
    private bool _isOfView;

    /// <summary>Whether a part is being written that may be kept.</summary>
    public bool IsInPart { get; private set; }

    public AnswerBuffer Answer => answer;

    public Request Request => request;

    public BoundVariables Variables => variables;

    /// <summary>From here on, what links to entries says so by <see cref="RestsOn"/>.</summary>
    public void BeginPart() => (IsInPart, _isFixed, _isOfOrigin, _restsOn) = (true, true, false, null);

    /// <returns>All that was linked to, and whether addresses are in it; null where something differs from request to request.</returns>
    public (Guid[] RestsOn, bool IsOfOrigin)? EndPart()
    {
        IsInPart = false;
        return !_isFixed ? null : (_restsOn is { } some ? [.. some.Distinct()] : [], _isOfOrigin);
    }

    /// <summary>Whether a part is being written that may be kept as long as nothing changes.</summary>
    public bool IsInViewPart { get; private set; }

    /// <summary>Whether what is the same for all of a view may be kept here and taken from what is kept.</summary>
    public bool Keeps(Published view) => !IsInViewPart && view == request.View && view.Mark is not null;

    public void BeginViewPart() => (IsInViewPart, _isOfView) = (true, true);

    /// <returns>Whether it is the same for everybody who reads this view.</returns>
    public bool EndViewPart()
    {
        IsInViewPart = false;
        return _isOfView;
    }

    /// <summary>The next value is the same for whoever asks for addresses of the same origin.</summary>
    public void RestsOnOrigin() => _isOfOrigin = true;

    /// <summary>The next value is the same for whoever sees all of these.</summary>
    /// <param name="entryIds">Null: it differs from request to request.</param>
    public void RestsOn(IReadOnlyList<Guid>? entryIds)
    {
        if (entryIds is null)
        {
            (_isFixed, _isOfView) = (false, false);
        }
        else if (entryIds.Count > 0)
        {
            (_restsOn ??= []).AddRange(entryIds);
        }
    }

    /// <summary>Whether all that an entry links to is public in this request's view.</summary>
    public bool Sees(PublishedEntry from, Guid[] entryIds)
    {
        foreach (var id in entryIds)
        {
            if (request.Relations.Linked<PublishedEntry>(from, id) is null)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Called for every object, so that a long answer ends at its deadline and when nobody waits for it any more.</summary>
    public void Object()
    {
        if (++_objects % ObjectsPerLook == 0)
        {
            patience.Check();
        }
    }
}

/// <summary>
/// Something that a plan leaves to the executor while it runs: a null where none may be, an argument that is irregular. What was written is
/// thrown away.
/// </summary>
internal sealed class PlanBailout(string message) : Exception(message)
{
    public static PlanBailout Null => new("A null stands where none may be.");
}

/// <summary>An operation that plans do not cover; found when it is compiled.</summary>
internal sealed class NoPlanException(string message) : Exception(message);
