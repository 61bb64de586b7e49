using Onbehalf.Demo.Planner.Schema;

namespace Onbehalf.Demo.Planner.Steps;

/// <summary>Questions that fit what the speaker may see, made from the schema alone.</summary>
internal static class Examples
{
    private const int Most = 4;

    private static readonly string[] Kinds = ["department", "region", "stage", "status", "priority", "category", "industry"];

    public static string Sentence(KnownSchema schema) => $"You could ask: {string.Join(", ", Of(schema).Select(static example => $"“{example}”"))}.";

    public static IEnumerable<string> Of(KnownSchema schema) => schema.Tables.Where(static table => table.Column("id") is not null).Select(Example).Distinct().Take(Most);

    private static string Example(KnownTable table)
    {
        var name = table.ShortName.Replace('_', ' ');
        var kind = Kinds.FirstOrDefault(kind => table.Column(kind) is not null);
        return (table.Measure, kind) switch
        {
            ({ } measure, _) when table.Columns.Any(static column => column.Name.StartsWith("closed", StringComparison.Ordinal)) => $"top 5 open {name} by {Plain(measure.Name)}",
            ({ } measure, { }) => $"average {Plain(measure.Name)} of {name} by {kind}",
            (null, { }) => $"how many {name} by {kind}",
            _ => $"list {name}",
        };
    }

    private static string Plain(string name) => name.Replace('_', ' ');
}
