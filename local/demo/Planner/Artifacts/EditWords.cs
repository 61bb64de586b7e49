using System.Text.RegularExpressions;

namespace Onbehalf.Demo.Planner.Artifacts;

/// <summary>
/// Reads "add a due date", "rename it to Launch", "group by region". Some sentences are changes only while the conversation is about a draft; otherwise
/// they can be questions.
/// </summary>
internal static partial class EditWords
{
    public static ArtifactWish? Read(string text, bool isAboutDraft)
    {
        var (said, isWish) = ArtifactWords.Polite(text);
        if (isWish && isAboutDraft && Article().IsMatch(said))
            said = $"add {said}";
        return Added(said, isAboutDraft) ?? Renamed(said, isAboutDraft) ?? Removed(said, isAboutDraft) ?? (isAboutDraft ? Shown(said) : null);
    }

    private static ArtifactWish? Added(string said, bool isAboutDraft)
    {
        if (AddResult().IsMatch(said))
            return isAboutDraft ? new ArtifactWish.AddResult() : null;
        if (AddField().Match(said) is { Success: true } field)
            return new ArtifactWish.AddFields(ArtifactWords.Split(field.Groups["fields"].Value));
        if (AddItem().Match(said) is { Success: true } item
            && !ListNoun().IsMatch(item.Groups["items"].Value)
            && (isAboutDraft || !Grammar.Tokens.Is(item.Groups["item"].Value, "task")))
        {
            var titles = item.Groups["items"].Value.Trim();
            return new ArtifactWish.AddItems(item.Groups["many"].Success ? ArtifactWords.Split(titles) : [ArtifactWords.Shortened(titles)]);
        }

        if (Add().Match(said) is not { Success: true } add)
            return null;
        var names = ArtifactWords.Split(add.Groups["what"].Value);
        if (!names.IsEmpty && names.All(static name => FieldWords.Of(name).IsKnown) && (isAboutDraft || add.Groups["article"].Success))
            return new ArtifactWish.AddFields(names);
        return isAboutDraft && (add.Groups["to"].Success || add.Groups["what"].Value.StartsWith('"'))
            ? new ArtifactWish.AddItems([ArtifactWords.Shortened(add.Groups["what"].Value)])
            : null;
    }

    private static ArtifactWish? Renamed(string said, bool isAboutDraft) =>
        RenameIt().Match(said) is { Success: true } all ? new ArtifactWish.Rename(ArtifactWords.Shortened(all.Groups["title"].Value))
        : RenameField().Match(said) is { Success: true } one && (isAboutDraft || one.Groups["field"].Success)
            ? new ArtifactWish.RenameField(ArtifactWords.Shortened(one.Groups["old"].Value), ArtifactWords.Shortened(one.Groups["new"].Value))
        : null;

    private static ArtifactWish.Remove? Removed(string said, bool isAboutDraft) =>
        Remove().Match(said) is { Success: true } remove && (isAboutDraft || remove.Groups["field"].Success)
            ? new ArtifactWish.Remove(ArtifactWords.Shortened(remove.Groups["name"].Value), remove.Groups["field"].Success)
            : null;

    private static ArtifactWish? Shown(string said) =>
        Group().Match(said) is { Success: true } group ? new ArtifactWish.Group(group.Groups["by"].Value)
        : Draw().Match(said) is { Success: true } draw ? new ArtifactWish.Draw(MarkOf(Form.Of(draw.Groups["noun"].Value)))
        : null;

    private static string? MarkOf(Form form) => form.Kind == "chart" ? form.Mark ?? "bar" : null;

    [GeneratedRegex(@"^(?:an?|another|one more) ", RegexOptions.IgnoreCase)]
    private static partial Regex Article();

    /// <summary>Matches the rest of "add a task list", which is no item.</summary>
    [GeneratedRegex(@"^(?:lists?|boards?|trackers?|forms?)\b", RegexOptions.IgnoreCase)]
    private static partial Regex ListNoun();

    private const string Place =
        @"(?: (?:to|into|in|on|onto|from|for) (?:it|that|this|the (?:[\w-]+ )?(?:list|board|tracker|log|table|form|tool|document|dashboard|draft|checklist|artifact|to-?do(?: list)?)))";

    [GeneratedRegex(
        @"^(?:add|put|include|pin) (?:that|this|the (?:last )?(?:result|answer|chart|table))(?: too| as well)?(?: (?:to|on|in|into) (?:it|the (?:dashboard|document|draft)))?(?: too| as well)?$",
        RegexOptions.IgnoreCase)]
    private static partial Regex AddResult();

    [GeneratedRegex(
        @"^(?:add|include|insert|give it|it (?:also )?needs|put in)(?: (?:an?|the|another|one more|also|new|extra|more|two|three))* (?:(?:columns?|fields?)(?: (?:called|named|for|with))?:? (?<fields>(?!charts?\b|graphs?\b)\S.*?)|(?<fields>(?!.*\b(?:columns?|fields?)\b.*\b(?:columns?|fields?)\b)\S.{0,60}?) (?:columns?|fields?))"
            + Place + "?$",
        RegexOptions.IgnoreCase)]
    private static partial Regex AddField();

    [GeneratedRegex(
        @"^(?:add|include|insert|put in)(?: (?:an?|the|another|one more|new|also))* (?:(?<item>item|entry|row|card|point|to-?do|task|line)|(?<many>items|entries|rows|cards|points|to-?dos|tasks|lines))(?: (?:called|named|for|to|saying))?:? (?<items>\S.*?)"
            + Place + "?$",
        RegexOptions.IgnoreCase)]
    private static partial Regex AddItem();

    [GeneratedRegex(
        @"^(?:add|include|give it|it (?:also )?needs|put in|insert)(?: (?<article>an?|another|also))* (?<what>\S.*?)(?<to>" + Place + ")?$",
        RegexOptions.IgnoreCase)]
    private static partial Regex Add();

    [GeneratedRegex(
        @"^(?:(?:rename|retitle|call|title|name) (?:it|that|this|the (?:[\w-]+ )?(?:list|board|tracker|log|table|form|tool|document|dashboard|draft|chart|checklist|artifact))|(?:change|set) (?:the|its) (?:title|name)(?: of it)?)(?: (?:to|as|into))? (?<title>\S.*)$",
        RegexOptions.IgnoreCase)]
    private static partial Regex RenameIt();

    [GeneratedRegex(
        @"^rename (?:the )?(?<field>(?:column|field) )?(?<old>\S.*?)(?<field> column| field)? (?:to|into|as) (?<new>\S.*)$",
        RegexOptions.IgnoreCase)]
    private static partial Regex RenameField();

    [GeneratedRegex(
        @"^(?:remove|delete|drop|take out|get rid of) (?:the )?(?<field>(?:column|field) )?(?:(?:item|entry|row|card|task) )?(?<name>\S.*?)(?<field> column| field)?" + Place + "?$",
        RegexOptions.IgnoreCase)]
    private static partial Regex Remove();

    [GeneratedRegex(
        @"^(?:group|split|break)(?: (?:it|that|this|them|the (?:[\w-]+ )?(?:chart|dashboard|table|rows|result|numbers|block)))?(?: down| up)? by (?<by>\S.*?)(?: instead)?$",
        RegexOptions.IgnoreCase)]
    private static partial Regex Group();

    [GeneratedRegex(
        @"^(?:make|turn|change|show|draw|display) (?:it|that|this|the (?:chart|table|block))(?: (?:in)?to| as)? (?:an? )?(?<noun>table|(?:(?:bar|line|pie|area|column|donut|scatter)[ -]?)?(?:chart|graph|plot))(?: instead)?$",
        RegexOptions.IgnoreCase)]
    private static partial Regex Draw();
}
