using System.Text.RegularExpressions;
using Onbehalf.Demo.Planner.Wire;

namespace Onbehalf.Demo.Planner.Steps;

/// <summary><c>/sql SELECT …</c> or <c>/sql expenses SELECT …</c>: sent as typed to the named source, else to the first one.</summary>
internal static partial class SqlCommand
{
    public static bool IsAsked(string text) => Command().IsMatch(text);

    public static ChatAnswer Next(Asked asked)
    {
        if (asked.Answer("query_data") is { } result)
        {
            return Say.Text(ResultText.Read(result.Text) switch
            {
                ResultText.Rows rows => rows.Count == 1 ? "The query returned 1 row." : $"The query returned {rows.Count} rows.",
                ResultText.Refused { Code: "NOT_FOUND" } refused => $"I could not find that in the data you may see: {refused.Why}",
                ResultText.Refused refused => $"The source refused it. {refused.Why}",
                _ => throw new InvalidOperationException("A result is rows or a refusal."),
            });
        }

        return Read(asked, asked.Text) is { } statement ? Say.Query(statement.Source, statement.Sql) : Say.Text("I cannot see any data for you.");
    }

    /// <summary>Returns the statement and its source; null if the speaker has no source.</summary>
    public static (string Source, string Sql)? Read(Asked asked, string text)
    {
        var rest = Command().Match(text).Groups[1].Value;
        var sources = asked.Schema.Tables.Select(static table => table.Source).Distinct().ToList();
        var named = sources.FirstOrDefault(source => rest.StartsWith($"{source} ", StringComparison.OrdinalIgnoreCase));
        var source = named ?? sources.FirstOrDefault();
        return source is null ? null : (source, named is null ? rest : rest[(named.Length + 1)..].TrimStart());
    }

    [GeneratedRegex(@"^/sql\s+(.+)$", RegexOptions.IgnoreCase | RegexOptions.Singleline)]
    private static partial Regex Command();
}
