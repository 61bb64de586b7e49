using ArchUnitNET.Loader;
using Onbehalf.Identity;

namespace Onbehalf.Tests.Laws;

public sealed class FloorsTests
{
    private const string Root = "Onbehalf.";

    /// <summary>The folders of <c>shared</c>, the lowest first. docs/architecture.md draws them.</summary>
    private static readonly string[] Floors =
    [
        "Storage", "Ids", "People", "Vault", "Audit", "Identity", "Delegation", "Evidence", "Threads", "Tools", "Visibility",
        "Sources", "Wiki", "Search", "Mcp", "Automations", "Memory", "Artifacts", "Acts", "Turns",
    ];

    private static readonly (string From, string To, string Use)[] Arrows =
    [
        .. new ArchLoader().LoadAssembly(typeof(Authority).Assembly).Build().Types
            .SelectMany(static type => type.Dependencies)
            .Select(static one => (FolderOf(one.Origin.FullName), FolderOf(one.Target.FullName), $"{one.Origin.FullName} uses {one.Target.FullName}"))
            .Where(static arrow => arrow is ({ } from, { } to, _) && from != to)
            .Select(static arrow => (arrow.Item1!, arrow.Item2!, arrow.Item3))
            .Distinct(),
    ];

    [Fact]
    public void A_folder_of_shared_depends_only_on_folders_below_it()
    {
        var up = Arrows.Where(static arrow => Array.IndexOf(Floors, arrow.To) > Array.IndexOf(Floors, arrow.From)).Select(static arrow => arrow.Use);

        Assert.Empty(up);
    }

    [Fact]
    public void Every_folder_of_shared_has_its_floor()
    {
        var folders = Arrows.SelectMany(static arrow => new[] { arrow.From, arrow.To }).Distinct();

        Assert.Equal(Floors.Order(StringComparer.Ordinal), folders.Order(StringComparer.Ordinal));
    }

    private static string? FolderOf(string type) => type.StartsWith(Root, StringComparison.Ordinal) ? type[Root.Length..].Split('.')[0] : null;
}
