using System.Collections.Immutable;

namespace Onbehalf.Demo.Planner.Schema;

/// <summary>Words that select a table's date column: "hired" the hiring date, "won" the closing date.</summary>
internal static class DayWords
{
    private static readonly ImmutableDictionary<string, string[]> Meanings = new Dictionary<string, string[]>
    {
        ["closed"] = ["closed", "closing", "close", "closes", "won", "lost", "finished", "completed"],
        ["created"] = ["created", "added", "new", "creation", "opened"],
        ["opened"] = ["opened", "new", "created", "raised", "reported", "came"],
        ["hired"] = ["hired", "joined", "started", "hiring", "hire", "joining", "recruited", "new", "start"],
        ["spent"] = ["spent", "incurred"],
        ["since"] = ["joined", "acquired", "signed", "new", "became", "gained"],
    }.ToImmutableDictionary();

    public static KnownColumn? Named(KnownTable table, string word) => table.Columns.FirstOrDefault(column =>
            column.Kind == ColumnKind.Day
            && (Parts(column).Contains(word.ToLowerInvariant())
                || Parts(column).Any(part => Meanings.TryGetValue(part, out var words) && words.Contains(word.ToLowerInvariant()))));

    /// <summary>Returns whether the date begins a lasting state: people hired in 2024 are not the people of 2024.</summary>
    public static bool BeginsLasting(string column) =>
        column.ToLowerInvariant().Split('_').Any(static part => part is "hired" or "joined" or "since" or "start" or "started");

    /// <summary>Returns whether a date word is also a value: a won deal has the stage "won".</summary>
    public static bool IsAlsoValue(string word) => word.ToLowerInvariant() is "won" or "lost";

    private static string[] Parts(KnownColumn column) => column.Name.ToLowerInvariant().Split('_');
}
