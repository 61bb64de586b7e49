using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace Onbehalf.Demo.Planner.Artifacts;

/// <summary>Reads "a to-do list for the launch with owner and due date" and "make that a dashboard". Null for any other sentence.</summary>
internal static partial class ArtifactWords
{
    private const int LongestTitle = 80;

    /// <summary>The words of requests that a list, a table or a chart of data answers without an artifact.</summary>
    private static readonly string[] Shown = ["list", "table", "chart"];

    public static ArtifactWish? Read(string text)
    {
        var (said, isWish) = Polite(text);
        var isKept = Kept().IsMatch(said);
        said = Kept().Replace(said, "");
        if (OfResult(said, isKept) is { } kept)
            return kept;
        if (Into().Match(said) is { Success: true } into)
            return new ArtifactWish.Make(Form.Of(into.Groups["noun"].Value), into.Groups["subject"].Value, [], [], Title(into)) { IsOfData = true };
        return New(said, isWish, isKept);
    }

    /// <summary>Returns the request without polite words, and whether they say that something is wanted.</summary>
    internal static (string Text, bool IsWish) Polite(string text)
    {
        var said = Spaces().Replace(text.Replace('’', '\'').Replace('“', '"').Replace('”', '"'), " ").Trim().TrimEnd('.', '!', '?', ' ');
        var isWish = false;
        for (var at = 0; at < 6 && Lead().Match(said) is { Success: true, Length: > 0 } lead; at++)
        {
            isWish |= lead.Groups["wish"].Success;
            said = said[lead.Length..];
        }

        return (Tail().Replace(said, ""), isWish);
    }

    private static ArtifactWish.Keep? OfResult(string said, bool isKept)
    {
        if (Pin().Match(said) is { Success: true } pin)
        {
            var form = Form.Of(pin.Groups["noun"] is { Success: true, Value: var noun } ? noun : "dashboard");
            return Title(pin) is { } title && NoTitle().IsMatch(title) ? null : new ArtifactWish.Keep(form, Title(pin));
        }

        var match = Turn().Match(said) is { Success: true } turn ? turn : Of().Match(said);
        if (!match.Success)
            return null;
        var wanted = Form.Of(match.Groups["noun"].Value);

        // "show that as a bar chart" is a way to show the answer, "a bar chart I can keep" is an artifact.
        return Shown.Contains(wanted.Kind) && wanted.Name is "chart" or "table" && !isKept && match.Groups["show"].Success
            ? null
            : new ArtifactWish.Keep(wanted, Title(match));
    }

    private static ArtifactWish.Make? New(string said, bool isWish, bool isKept)
    {
        if (Noun.Match(said) is not { Success: true } match)
            return null;
        var form = Form.Of(match.Groups["noun"].Value);
        var isMade = match.Groups["make"].Success;
        var hasArticle = match.Groups["article"].Success;
        var before = match.Groups["before"].Value.Trim();
        var rest = match.Groups["rest"].Value;
        if (before.Length > 0 && (!(isMade || isWish || hasArticle) || NoName().IsMatch(before)))
            return null;
        if (Rest(form, rest) is not { } parts)
            return null;

        // "a list of deals" and "a chart of deals by stage" are questions unless they are to be made and kept.
        var noun = match.Groups["noun"].Value.ToLowerInvariant();
        var isFor = parts.Relation == "for" && (isWish || hasArticle);
        var isOfData = form.Kind is "chart" or "table" ? !isKept : noun is "list" or "lists" && !isMade && !isFor && parts.Items.IsEmpty;
        var needsWish = noun is "log" or "logs" or "journal" or "diary" or "app" or "tool" or "form" or "forms" or "notes" or "doc";
        var subject = parts.Subject.Length > 0 || !form.HasBlocks || form.Kind == "document" ? parts.Subject : before;
        return isOfData || (needsWish && !(isMade || isWish || hasArticle))
            ? null
            : new(form, subject, parts.Fields, parts.Items, Title(match) ?? parts.Title)
            {
                Before = before,
                IsOfData = parts.Relation is not ("" or "for" or "about"),
            };
    }

    private static RestOfNew? Rest(Form form, string rest)
    {
        string? title = null;
        if (Called().Match(rest) is { Success: true } called)
            (title, rest) = (Shortened(called.Groups["title"].Value), rest.Remove(called.Index, called.Length));
        ImmutableArray<string> fields = [], items = [];
        var listed = WithItems().Match(rest) is { Success: true } named ? named : Colon().Match(rest);
        if (form.HasItems && listed.Success)
            (items, rest) = (Split(listed.Groups["items"].Value), rest[..listed.Index]);
        else if (form.HasItems && With().Match(rest) is { Success: true } with)
            (fields, rest) = (Split(with.Groups["fields"].Value), rest[..with.Index]);
        rest = rest.Trim(' ', ',');
        if (rest.Length == 0)
            return new("", "", fields, items, title);
        return (form.HasItems || form.Kind == "document" ? Subject() : SubjectOfData()).Match(rest) is { Success: true } subject
            ? new(subject.Groups["relation"].Value.ToLowerInvariant(), subject.Groups["subject"].Value.Trim(), fields, items, title)
            : null;
    }

    /// <summary>Splits "owner, next step and due date".</summary>
    internal static ImmutableArray<string> Split(string list) =>
    [
        .. Separator().Split(list).Select(static one => Article().Replace(one.Trim(' ', '"', '.', ';'), "").Trim()).Where(static one => one.Length > 0)
            .Distinct(StringComparer.OrdinalIgnoreCase).Take(20),
    ];

    private static string? Title(Match match) => match.Groups["title"] is { Success: true, Value: var title } ? Shortened(title) : null;

    internal static string Shortened(string title)
    {
        var line = title.Trim(' ', '"', '\'', '.', ',').Replace('[', '(').Replace(']', ')');
        return line.Length > LongestTitle ? line[..LongestTitle].TrimEnd() : line;
    }

    private sealed record RestOfNew(string Relation, string Subject, ImmutableArray<string> Fields, ImmutableArray<string> Items, string? Title);

    private const string Adjectives =
        "(?:(?:new|small|simple|little|quick|shared|team|live|tiny|basic|short|nice|private|empty|blank|interactive|common|mini)[ -]+)*";

    private const string Nouns =
        @"dash ?boards?|(?:kanban |task |planning |project )?board|kanban|(?:to[- ]?dos?|task|check|action|action item)[- ]?lists?|checklists?|to-dos?|todos?"
        + @"|list of (?:tasks|to-?dos|things to do|action items)|trackers?|tracking (?:list|sheet|table)|logs?|log ?book|journal|diary|lists?"
        + @"|(?:text |shared )?document|doc|(?:meeting )?notes|memo|(?:input |entry |data )?forms?|tool|app|spread ?sheet|sheet|table"
        + @"|(?:(?:bar|line|pie|area|column|donut|doughnut|scatter)[ -]?)?(?:chart|graph|plot|diagram)";

    private const string Result =
        "(?:that|this|it|these|those|them|the (?:last |above |previous )?(?:result|results|answer|table|chart|query|numbers|rows))"
        + "(?: (?:answer|result|table|chart|query|list|numbers|rows|one))?(?: above)?";

    private const string Name = @"(?:,? (?:called|named|titled|with the title|as) (?<title>""[^""]+""|\S.*?))?";

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();

    [GeneratedRegex(
        @"^(?:(?:ok|okay|hey|hi|hello|so|now|then|and|but|great|nice|thanks|thank you|cool|yes|good|perfect|please|pls|kindly|also)[,!.]? +"
            + @"|(?:can|could|would|will) (?:you|we) (?:(?:please|kindly|also) )?(?:help me (?:to )?)?"
            + @"|(?<wish>(?:i|we)(?:'d| would) (?:like|love)(?: you to| to (?:have|get))?(?: to)? )"
            + @"|(?<wish>(?:i|we) (?:want|need)(?: you to| to have)?(?: to)? )"
            + @"|(?<wish>let(?:'s|s| us) (?:have )?)|(?<wish>(?:can|could|may) (?:i|we) (?:have|get) )|(?<wish>how about )|(?<wish>what about (?=an? )))",
        RegexOptions.IgnoreCase)]
    private static partial Regex Lead();

    [GeneratedRegex(@"(?:,? (?:please|pls|thanks|thank you|for (?:me|us)|now))+$", RegexOptions.IgnoreCase)]
    private static partial Regex Tail();

    [GeneratedRegex(@",? (?:(?:that|which) )?(?:(?:i|we) can keep|to keep|for keeping|and (?:keep|pin|save) it|to pin)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Kept();

    [GeneratedRegex(
        "^(?:pin|keep|bookmark) " + Result + "(?:(?: as| to| on| in)? (?:an? |my |the )?" + Adjectives + "(?<noun>" + Nouns + @")(?: (?:called|named|titled) (?<title>\S.*))?| as (?<title>\S.*))?$",
        RegexOptions.IgnoreCase)]
    private static partial Regex Pin();

    [GeneratedRegex(
        "^(?:(?:make|turn|convert|save|put|store|change|transform|build|create|add|do|(?<show>show|draw|plot|display|give|see|have)) (?:me |us )?)" + Result
            + "(?: (?:in)?to| as| in| on| onto)? (?:an? |my |the |one )?" + Adjectives + "(?<noun>" + Nouns + ")" + Name + "$",
        RegexOptions.IgnoreCase)]
    private static partial Regex Turn();

    [GeneratedRegex(
        "^(?:(?:make|create|build|draft|start|set up|generate|prepare|(?<show>show|draw|plot|display|give)) (?:me |us )?)?(?:an? |the )?"
            + Adjectives
            + "(?<noun>"
            + Nouns
            + ")(?: (?:of|from|with|out of|for|about) " + Result + ")" + Name + "$",
        RegexOptions.IgnoreCase)]
    private static partial Regex Of();

    [GeneratedRegex(
        "^(?:turn|make|put|convert|pin) (?<subject>(?!that |this |it |these |those |them |me |us |an? )\\S.*?) (?:into|on|in|as) an? " + Adjectives + @"(?<noun>dash ?board|tracker|board|document)" + Name + "$",
        RegexOptions.IgnoreCase)]
    private static partial Regex Into();

    /// <summary>Interpreted: the code that is generated for this pattern reads outside its text and throws.</summary>
#pragma warning disable SYSLIB1045
    private static readonly Regex Noun = new(
        @"^(?:(?<make>make|create|build|draft|start|set up|generate|prepare|design|put together|begin|write|open|produce|add|give|get|do|have)(?: (?:me|us))? )?"
            + "(?:(?<article>an?|one|another|some|our|my|the(?= (?:new|to))) )?" + Adjectives + @"(?<before>(?:[\w&'/-]+ ){0,3}?)(?<noun>" + Nouns + @")(?<rest>(?:[,:]? .+)?)$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);
#pragma warning restore SYSLIB1045

    /// <summary>Matches words that are no name of a new thing: "what is a dashboard".</summary>
    [GeneratedRegex(
        @"\b(?:what|who|which|how|where|when|why|is|are|was|do|does|did|of|an?|the|that|this|it|on|in|to|from|by|for|with|list|show|all|remove|delete|my|as|and|into|not|no|than)\b",
        RegexOptions.IgnoreCase)]
    private static partial Regex NoName();

    [GeneratedRegex(@"^(?:an? )?(?:csv|excel|pdf|word|image|picture|file|screenshot|xlsx?|download)\b", RegexOptions.IgnoreCase)]
    private static partial Regex NoTitle();

    [GeneratedRegex(@",? \b(?:called|named|titled|with the title) (?<title>""[^""]+""|.+?)(?=,? with |$)", RegexOptions.IgnoreCase)]
    private static partial Regex Called();

    [GeneratedRegex(@",? with (?:the |these )?(?:items?|tasks?|entries|cards?|points|rows)(?: |: ?)(?<items>\S.*)$", RegexOptions.IgnoreCase)]
    private static partial Regex WithItems();

    [GeneratedRegex(@": ?(?<items>\S.*)$")]
    private static partial Regex Colon();

    [GeneratedRegex(
        @",? (?:with|having|including|that has|which has|that have|plus)(?: (?:the|an?|these|fields?|columns?|for))*(?::)? (?<fields>\S.*?)(?: (?:fields?|columns?))?$",
        RegexOptions.IgnoreCase)]
    private static partial Regex With();

    [GeneratedRegex(
        @"^(?<relation>for|of|about|on|to|over|that|which|where|from)(?: (?:i|we|people|everyone|everybody|the team|they|can|could|to|will|lets? (?:us|me|people)))*"
            + @"(?: (?:log|logging|track|tracking|tracks|collect|collecting|record|recording|register|registering|note|noting|enter|entering|capture|capturing|report|reporting|plan|planning|keep track of|follow|manage|managing|organi[sz]e|write down|prepare|preparing))?(?: (?<subject>\S.*))$",
        RegexOptions.IgnoreCase)]
    private static partial Regex Subject();

    [GeneratedRegex(
        @"^(?<relation>for|of|about|on|over|with|showing|that shows|which shows|that has|from|to see|to show|to watch|to track)(?: (?<subject>\S.*))$",
        RegexOptions.IgnoreCase)]
    private static partial Regex SubjectOfData();

    [GeneratedRegex(@" ?(?:,| and |;|&) ?(?:and )?", RegexOptions.IgnoreCase)]
    private static partial Regex Separator();

    [GeneratedRegex(@"^(?:an?|the|its?|their|one) (?=\S)", RegexOptions.IgnoreCase)]
    private static partial Regex Article();
}
