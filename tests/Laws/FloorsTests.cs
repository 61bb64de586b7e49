using System.Reflection;
using ArchUnitNET.Loader;
using Onbehalf.Identity;
using Onbehalf.Orchestrations;

namespace Onbehalf.Tests.Laws;

public sealed class FloorsTests
{
    /// <summary>The folders of <c>shared</c>, the lowest first. docs/architecture.md draws them.</summary>
    private static readonly string[] Floors =
    [
        "Storage", "Ids", "People", "Vault", "Audit", "Identity", "Delegation", "Evidence", "Threads", "Tools", "Visibility",
        "Sources", "Wiki", "Search", "Mcp", "Automations", "Memory", "Artifacts", "Acts", "Turns", "Channels",
    ];

    /// <summary>The folders of <c>orchestrations</c>, the lowest first. The empty name is the folder itself, with the orchestrators.</summary>
    private static readonly string[] OrchestrationFloors = ["Activities", "Delivering", "", "Starting", "Slack"];

    private static readonly Arrow[] Arrows = ArrowsOf(typeof(Authority).Assembly, "Onbehalf.", static parts => parts[0]);

    private static readonly Arrow[] OrchestrationArrows =
        ArrowsOf(typeof(RunTurn).Assembly, "Onbehalf.Orchestrations.", static parts => parts.Length > 1 ? parts[0] : "");

    [Fact]
    public void A_folder_of_shared_depends_only_on_folders_below_it() => Assert.Empty(Up(Arrows, Floors));

    [Fact]
    public void Every_folder_of_shared_has_its_floor() => Assert.Equal(Floors.Order(StringComparer.Ordinal), FoldersOf(Arrows));

    [Fact]
    public void A_folder_of_orchestrations_depends_only_on_folders_below_it() => Assert.Empty(Up(OrchestrationArrows, OrchestrationFloors));

    [Fact]
    public void Every_folder_of_orchestrations_has_its_floor() =>
        Assert.Equal(OrchestrationFloors.Order(StringComparer.Ordinal), FoldersOf(OrchestrationArrows));

    private static IEnumerable<string> Up(Arrow[] arrows, string[] floors) =>
        arrows.Where(arrow => Array.IndexOf(floors, arrow.To) > Array.IndexOf(floors, arrow.From)).Select(static arrow => arrow.Use);

    private static IEnumerable<string> FoldersOf(Arrow[] arrows) =>
        arrows.SelectMany(static arrow => new[] { arrow.From, arrow.To }).Distinct().Order(StringComparer.Ordinal);

    private static Arrow[] ArrowsOf(Assembly assembly, string root, Func<string[], string> folderOf)
    {
        return
        [
            .. new ArchLoader().LoadAssembly(assembly).Build().Types
                .SelectMany(static type => type.Dependencies)
                .Select(one => (From: FolderOf(one.Origin.FullName), To: FolderOf(one.Target.FullName), Use: $"{one.Origin.FullName} uses {one.Target.FullName}"))
                .Where(static arrow => arrow is ({ } from, { } to, _) && from != to)
                .Select(static arrow => new Arrow(arrow.From!, arrow.To!, arrow.Use))
                .Distinct(),
        ];

        // The names of nested types and of type arguments stand behind these characters, and can contain dots.
        string? FolderOf(string type) =>
            type.StartsWith(root, StringComparison.Ordinal) ? folderOf(type[root.Length..].Split('+', '/', '<', '`')[0].Split('.')) : null;
    }

    private sealed record Arrow(string From, string To, string Use);
}
