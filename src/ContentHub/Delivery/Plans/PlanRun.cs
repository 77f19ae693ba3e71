using ContentHub.Api.Execution;
using ContentHub.Delivery.Fields;

namespace ContentHub.Delivery.Plans;

/// <summary>One answer while a plan writes it.</summary>
internal sealed class PlanRun(AnswerBuffer answer, Request request, BoundVariables variables, PlanPatience patience)
{
    /// <summary>Objects between two looks at the clock.</summary>
    private const int ObjectsPerLook = 64;

    private int _objects;

    public AnswerBuffer Answer => answer;

    public Request Request => request;

    public BoundVariables Variables => variables;

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
