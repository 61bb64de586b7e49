using System.Text.RegularExpressions;
using Onbehalf.Tests.Fixtures;

namespace Onbehalf.Tests.Infra;

/// <summary>The messages that the pages about deploying quote, compared with those that scripts, template and code have.</summary>
public sealed partial class MessageTests
{
    [Fact]
    public void A_message_that_the_docs_quote_is_one_that_a_script_the_template_or_the_code_has()
    {
        var scripts = Directory.EnumerateFiles(Path.Combine(Bicep.Folder, "scripts"), "*.sh").Append(Path.Combine(Bicep.Folder, "main.bicep"));
        var code = new[] { "shared", "functions" }.SelectMany(static folder => Directory.EnumerateFiles(Path.Combine(Clone.Root, folder), "*.cs", SearchOption.AllDirectories));
        var texts = scripts.Concat(code).Select(File.ReadAllText).ToArray();
        var quoted = Quoted().Concat(Printed()).ToArray();

        Assert.True(quoted.Length > 40);
        Assert.All(quoted, quote => Assert.True(texts.Any(text => Says(text, quote)), quote));
    }

    [Fact]
    public void Every_refusal_of_the_hook_and_of_the_template_is_in_the_docs()
    {
        var hook = Read("infra/scripts/preprovision.sh");
        var refusals = Refusal().Matches(hook).Concat(RefusalOfJson().Matches(hook)).Concat(Failure().Matches(Read("infra/main.bicep"))).Select(static refusal => refusal.Groups[1].Value).ToArray();
        var quoted = Quoted().ToArray();

        Assert.True(refusals.Length > 40);
        Assert.All(refusals, refusal => Assert.True(quoted.Any(quote => Says(refusal, quote)), refusal));
    }

    /// <summary>The texts in italics in the first columns of the tables of messages and symptoms.</summary>
    private static IEnumerable<string> Quoted() =>
        Section("docs/deploy.md", "## When it fails").Concat(Section("docs/deployment.md", "## Troubleshooting"))
            .Where(static line => line.StartsWith('|'))
            .SelectMany(static line => Italics().Matches(line.Split('|')[1])).Select(static message => message.Groups[1].Value);

    /// <summary>The lines that the first deployment prints, but for azd's own last one, and the last word of the smoke test.</summary>
    private static IEnumerable<string> Printed()
    {
        var page = Read("docs/deploy.md");
        var seen = Regex.Match(page, "you see:\n\n```\n(.*?)```", RegexOptions.Singleline).Groups[1].Value;
        return seen.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(static line => !line.StartsWith("Done: ", StringComparison.Ordinal)).Select(static line => Regex.Replace(line, "https://.*", "")).Append(Regex.Match(page, @"It ends with \*(.*?)\*").Groups[1].Value);
    }

    private static IEnumerable<string> Section(string page, string heading) => Read(page).Split('\n').SkipWhile(line => line != heading);

    /// <summary>A quote has an ellipsis in place of what differs.</summary>
    private static bool Says(string text, string quote) =>
        Regex.IsMatch(text, string.Join("[^\n]*", quote.Split('…', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(Regex.Escape)));

    private static string Read(string path) => File.ReadAllText(Path.Combine(Clone.Root, path)).ReplaceLineEndings("\n");

    [GeneratedRegex(@"\*([^*]+)\*")]
    private static partial Regex Italics();

    [GeneratedRegex(@"\brefuse ""((?:[^""\\]|\\.)+)""")]
    private static partial Regex Refusal();

    [GeneratedRegex(@"\bno\([""`]([^""`]+)[""`]\)")]
    private static partial Regex RefusalOfJson();

    [GeneratedRegex(@"\bfail\('((?:[^'\\]|\\.)+)'\)")]
    private static partial Regex Failure();
}
