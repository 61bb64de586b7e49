using System.Text.RegularExpressions;

namespace Onbehalf.Tests.Infra.Compiled;

/// <summary>The app settings of an evaluated template: a value where the compiler knows it, null where only Azure does.</summary>
internal static partial class AppSettingsOf
{
    public static IReadOnlyDictionary<string, string?> Template(Deployment deployment)
    {
        var text = deployment.Of("Microsoft.Web/sites/config").Single().GetProperty("properties").GetString()!;
        return Calls(text, "createObject").Where(static call => call.Count % 2 == 0)
            .SelectMany(static call => call.Chunk(2))
            .Where(static pair => Name().IsMatch(pair[0]))
            .GroupBy(static pair => Literal(pair[0])!, static pair => Literal(pair[1]))
            .ToDictionary(static pair => pair.Key, static pair => pair.Last());
    }

    /// <summary>The arguments of each call of a function, nested calls included.</summary>
    private static IEnumerable<IReadOnlyList<string>> Calls(string text, string function)
    {
        for (var at = text.IndexOf(function + "(", StringComparison.Ordinal); at >= 0; at = text.IndexOf(function + "(", at + 1, StringComparison.Ordinal))
            yield return Arguments(text, at + function.Length + 1);
    }

    private static List<string> Arguments(string text, int start)
    {
        var (found, depth, isQuoted, from) = (new List<string>(), 0, false, start);
        for (var i = start; i < text.Length; i++)
        {
            isQuoted ^= text[i] == '\'';
            if (isQuoted)
                continue;
            if (text[i] is '(' or '[')
                depth++;
            else if (text[i] is ')' or ']' && depth-- == 0)
            {
                found.Add(text[from..i].Trim());
                return found;
            }
            else if (text[i] == ',' && depth == 0)
            {
                found.Add(text[from..i].Trim());
                from = i + 1;
            }
        }

        return found;
    }

    private static string? Literal(string expression) =>
        Quoted().Match(expression) is { Success: true } literal ? literal.Groups[1].Value.Replace("''", "'", StringComparison.Ordinal) : null;

    [GeneratedRegex("^'((?:[^']|'')*)'$")]
    private static partial Regex Quoted();

    [GeneratedRegex("^'[A-Z]+_[A-Z_]+'$|^'AzureWebJobs\\w+'$")]
    private static partial Regex Name();
}
