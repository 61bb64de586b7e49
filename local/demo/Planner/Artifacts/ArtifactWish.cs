using System.Collections.Immutable;

namespace Onbehalf.Demo.Planner.Artifacts;

/// <summary>What a sentence asks to make or to change.</summary>
internal abstract record ArtifactWish
{
    private ArtifactWish()
    {
    }

    /// <summary>The last result as an artifact: "make that a dashboard".</summary>
    internal sealed record Keep(Form Form, string? Title) : ArtifactWish;

    /// <summary>A new artifact: "a to-do list for the launch".</summary>
    internal sealed record Make(Form Form, string Subject, ImmutableArray<string> Fields, ImmutableArray<string> Items, string? Title) : ArtifactWish
    {
        /// <summary>The words before the noun: "launch" of "a launch checklist".</summary>
        public string Before { get; init; } = "";

        /// <summary>True if the subject must be data: "a dashboard of deals by region". A dashboard "for" something can be empty.</summary>
        public bool IsOfData { get; init; }
    }

    internal sealed record AddFields(ImmutableArray<string> Names) : ArtifactWish;

    internal sealed record AddItems(ImmutableArray<string> Titles) : ArtifactWish;

    /// <summary>Puts the last result into the draft.</summary>
    internal sealed record AddResult : ArtifactWish;

    /// <summary>Removes a field or an item. <paramref name="IsField"/> is true if the sentence says so.</summary>
    internal sealed record Remove(string Name, bool IsField) : ArtifactWish;

    internal sealed record Rename(string Title) : ArtifactWish;

    internal sealed record RenameField(string Name, string NewName) : ArtifactWish;

    /// <summary>Groups the result in the draft by other columns.</summary>
    internal sealed record Group(string By) : ArtifactWish;

    /// <summary>Draws the result in the draft in another way. A null mark is a table.</summary>
    internal sealed record Draw(string? Mark) : ArtifactWish;
}

/// <summary>The kind and template of an artifact, its name in an answer, and the mark of a chart.</summary>
internal sealed record Form(string Kind, string? Template, string Name, string? Mark = null)
{
    public bool HasItems => Kind is "list" or "board" or "tool";

    public bool HasBlocks => Kind is "dashboard" or "chart" or "table" or "document";

    public static Form Of(string typed)
    {
        var noun = typed.ToLowerInvariant();
        return noun switch
        {
            _ when noun.Split(' ', '-')[^1] is "chart" or "graph" or "plot" or "diagram" => new("chart", null, "chart", MarkOf(noun)),
            _ when noun.Contains("dash", StringComparison.Ordinal) => new("dashboard", null, "dashboard"),
            _ when noun.Contains("board", StringComparison.Ordinal) || noun == "kanban" => new("board", null, "board"),
            _ when noun.Contains("track", StringComparison.Ordinal) => new("list", "tracker", "tracker"),
            _ when noun.Contains("log", StringComparison.Ordinal) || noun is "journal" or "diary" => new("list", "log", "log"),
            _ when noun.Contains("do", StringComparison.Ordinal) && !noun.Contains("doc", StringComparison.Ordinal) => new("list", "tasks", "to-do list"),
            _ when noun.Contains("task", StringComparison.Ordinal) || noun.Contains("action", StringComparison.Ordinal) => new("list", "tasks", "to-do list"),
            _ when noun.Contains("check", StringComparison.Ordinal) => new("list", "tasks", "checklist"),
            _ when noun.Contains("form", StringComparison.Ordinal) => new("tool", null, "form"),
            _ when noun.Contains("tool", StringComparison.Ordinal) || noun.Contains("app", StringComparison.Ordinal) => new("tool", null, "small tool"),
            _ when noun.Contains("doc", StringComparison.Ordinal) || noun.Contains("note", StringComparison.Ordinal) || noun is "memo" =>
                new("document", null, "document"),
            _ when noun.Contains("list", StringComparison.Ordinal) => new("list", "tasks", "list"),
            _ => new("table", null, "table"),
        };
    }

    /// <summary>Returns the mark that the words name; null if they name none.</summary>
    private static string? MarkOf(string noun) => noun.Split(' ', '-')[0] switch
    {
        "bar" or "column" => "bar",
        "line" => "line",
        "area" => "area",
        "pie" or "donut" or "doughnut" => "arc",
        "scatter" or "point" => "point",
        _ => null,
    };
}
