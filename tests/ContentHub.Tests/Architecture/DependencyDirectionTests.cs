using System.ComponentModel;
using ContentHub.Content.Topics;
using ContentHub.Storage;
using Xunit;

namespace ContentHub.Tests.Architecture;

/// <summary>Modules form a ladder: code may use lower steps only. Checked over what was compiled, so that no way of writing it down hides a use.</summary>
public sealed class DependencyDirectionTests
{
    /// <summary>Lowest first. Modules of one step do not use each other.</summary>
    private static readonly string[][] Ladder =
    [
        ["Storage", "Api"],
        ["Accounts"],
        ["Delivery"],
        ["Editorial"],
        ["Content"],
        ["Importing", "Syndication"],
        ["Studio"],
    ];

    private static readonly Type[] Types = [.. typeof(Server).Assembly.GetTypes().Where(type => ModuleOf(type) is not null)];

    [Fact]
    public void Every_folder_is_a_module_of_the_ladder()
    {
        var modules = Types.Select(ModuleOf).Where(module => module != Wiring).Distinct().Order();

        Assert.All(modules, module => Assert.Contains(module, Ladder.SelectMany(step => step)));
    }

    [Fact]
    public void A_module_uses_lower_modules_only()
    {
        var uses = from type in Types
                   from used in TypeReferences.Of(type)
                   where ModuleOf(used) is not null && !May(ModuleOf(type)!, ModuleOf(used)!)
                   select $"{type} uses {used}";

        AssertNone(uses.Distinct().Order());
    }

    [Fact]
    public void The_content_types_know_no_database() => AssertNone(UsesOfTheDatabase("Content"));

    [Fact]
    public void What_readers_get_does_not_come_from_the_editorial_tables() => AssertNone(UsesOfTheDatabase("Delivery"));

    [Theory]
    [InlineData("Delivery", "Editorial", false)]
    [InlineData("Editorial", "Content", false)]
    [InlineData("Storage", "Api", false)]
    [InlineData("Api", "Storage", false)]
    [InlineData("Importing", "Syndication", false)]
    [InlineData("Storage", Wiring, false)]
    [InlineData("Content", "Editorial", true)]
    [InlineData("Studio", "Api", true)]
    [InlineData("Content", "Content", true)]
    [InlineData(Wiring, "Studio", true)]
    public void The_ladder_is_read_from_above(string from, string to, bool may) => Assert.Equal(may, May(from, to));

    [Theory]
    [InlineData(typeof(InBase))]
    [InlineData(typeof(InField))]
    [InlineData(typeof(InSignature))]
    [InlineData(typeof(InBody))]
    [InlineData(typeof(InGenericArgument))]
    [InlineData(typeof(InConstraint<>))]
    [InlineData(typeof(InAttribute))]
    [InlineData(typeof(InCast))]
    [InlineData(typeof(InCatch))]
    [InlineData(typeof(InMember))]
    public void A_use_is_noticed_wherever_it_stands(Type type) => Assert.Contains(typeof(SlugTakenException), TypeReferences.Of(type));

    private const string Wiring = "the wiring";

    /// <summary>The first folder below the project; null for what the compiler makes and for other people's types.</summary>
    private static string? ModuleOf(Type type) => type.Assembly != typeof(Server).Assembly ? null : type.Namespace?.Split('.') switch
    {
        ["ContentHub"] => Wiring,
        ["ContentHub", var module, ..] => module,
        _ => null,
    };

    private static bool May(string from, string to) => from == to || from == Wiring || (to != Wiring && StepOf(to) < StepOf(from));

    private static int StepOf(string module) => Array.FindIndex(Ladder, step => step.Contains(module));

    private static void AssertNone(IEnumerable<string> uses)
    {
        var all = uses.ToList();
        Assert.True(all.Count == 0, string.Join('\n', all));
    }

    private static IEnumerable<string> UsesOfTheDatabase(string module) =>
        (from type in Types
         where ModuleOf(type) == module
         from used in TypeReferences.Of(type)
         where used == typeof(ContentHubDb) || IsOfADatabase(used)
         select $"{type} uses {used}").Distinct().Order();

    private static bool IsOfADatabase(Type type) => type.Namespace is { } name
        && new[] { "Microsoft.EntityFrameworkCore", "Microsoft.Data", "System.Data", "Npgsql" }.Any(root => name == root || name.StartsWith($"{root}.", StringComparison.Ordinal));

    private sealed class InBase : List<SlugTakenException>;

    private sealed class InField
    {
        public SlugTakenException[] Field = [];
    }

    private sealed class InSignature
    {
        public static void Method(in SlugTakenException fault) => _ = fault;
    }

    private sealed class InBody
    {
        public static string Method() => nameof(Method) + typeof(SlugTakenException);
    }

    private sealed class InGenericArgument
    {
        public static int Method() => Array.Empty<Dictionary<string, SlugTakenException>>().Length;
    }

    private sealed class InConstraint<T>
        where T : IEnumerable<SlugTakenException>;

    [TypeConverter(typeof(SlugTakenException))]
    private sealed class InAttribute;

    private sealed class InCast
    {
        public static bool Method(object fault) => fault is SlugTakenException;
    }

    private sealed class InCatch
    {
        public static void Method()
        {
            try
            {
                GC.KeepAlive(TopicKind.Condition);
            }
            catch (SlugTakenException)
            {
                GC.KeepAlive(null);
            }
        }
    }

    private sealed class InMember
    {
        public static Exception? Method(Exception fault) => ((SlugTakenException)fault).InnerException;
    }
}
