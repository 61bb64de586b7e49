using System.Text.RegularExpressions;
using Onbehalf.Demo.Planner.Artifacts;
using Onbehalf.Demo.Planner.Schema;

namespace Onbehalf.Demo.Planner.Steps;

internal static partial class SmallTalk
{
    public static bool AsksForHelp(string text) => Help().IsMatch(text);

    /// <summary>Answers small talk, or returns null.</summary>
    public static string? Answer(Asked asked)
    {
        var name = asked.Speaker.Length > 0 ? $" {asked.Speaker}" : "";
        return Greeting().IsMatch(asked.Text)
                ? $"Hello{name}. Ask me about your data, for instance how many there are of something, an average, or a top 5. “What can I ask?” gives examples that fit what you may see."
            : Thanks().IsMatch(asked.Text) ? $"You are welcome{(name.Length > 0 ? "," : "")}{name}."
            : Shorter().IsMatch(asked.Text) ? FirstSentence(asked.Said)
            : WellBeing().IsMatch(asked.Text) ? "Fine, thank you. What would you like to know about your data?"
            : WhoAmI().IsMatch(asked.Text)
                ? (
                    name.Length > 0
                        ? $"You are{name}. I read and change data with your rights only; “What the agent can see as me” on the start page lists them."
                        : "I was not told who you are.")
            : Connecting().IsMatch(asked.Text) ? Connect
            : Audit().IsMatch(asked.Text)
                ? "Who asked for which data, and when, is in the audit, which I cannot query. Open the page Audit: there you see your own record, and as an auditor those of others."
            : asked.HasImage && Picture().IsMatch(asked.Text)
                ? $"I cannot see images. {Self} A model that can see them is connected by the settings OPENAI_BASE_URL, OPENAI_API_KEY, MODEL and MODEL_IMAGES."
            : Farewell().IsMatch(asked.Text) ? $"Goodbye{(name.Length > 0 ? "," : "")}{name}."
            : !asked.Text.Any(char.IsLetterOrDigit) || Assent().IsMatch(asked.Text) ? "What would you like to know about your data?"
            : null;
    }

    /// <summary>Returns the sentence before the table.</summary>
    private static string FirstSentence(string said) =>
        said.Length == 0 ? "There is no answer above that I could say shorter." : Sentence().Match(said.Split('\n')[0]).Value;

    public static string HelpText(Asked asked)
    {
        var data = asked.Schema.Tables.IsEmpty
            ? "I cannot see any data for you just now."
            : $"I can count, add up, average, rank and list {Tables(asked.Schema)}, and draw the result as a chart.";
        return asked.Offers(ArtifactTalk.Create) ? $"{Self} {data} {Making}" : $"{Self} {data}";
    }

    /// <summary>The beginning of every answer to a message that was not understood.</summary>
    public const string NotUnderstoodStart = "I did not understand ";

    public static string NotUnderstood(IEnumerable<string> words) => $"{NotUnderstoodStart}{string.Join(", ", words.Select(static word => $"“{word}”"))}.";

    private const string Self = "I am the demo planner, a small fixed grammar instead of a language model.";

    private const string Making =
        "I can also make that answer a dashboard, chart or table to keep, and make a to-do list, tracker, board, document or form for something, with the "
        + "fields that you name. Then say what to add, rename or remove.";

    private const string Connect = $"{Self} The settings OPENAI_BASE_URL, OPENAI_API_KEY and MODEL connect a real model.";

    private static string Tables(KnownSchema schema)
    {
        string[] names =
        [
            .. schema.Tables.Where(static table => table.Column("id") is not null).Select(static table => table.ShortName.Replace('_', ' ')).Distinct(),
        ];
        return names.Length < 2 ? string.Concat(names) : $"{string.Join(", ", names[..^1])} and {names[^1]}";
    }

    /// <summary>Matches a greeting alone. A question after it is answered.</summary>
    [GeneratedRegex(
        @"^(hi|hello|hey|hallo|hiya|good (morning|afternoon|evening|day)|guten (tag|morgen|abend)|greetings)(,? (there|all|everyone|everybody|team|folks|again|to you|you|bot|assistant|agent|planner|onbehalf))*[\s,!.]*$",
        RegexOptions.IgnoreCase)]
    private static partial Regex Greeting();

    [GeneratedRegex(
        @"^((ok|okay|ah|oh|very|many|great|nice|perfect|cool|that is|that's|thats|good)[,!.]* )*(thanks|thank you|thx|cheers|danke|great|nice|perfect|cool|awesome|good job|well done)(,? (a lot|so much|very much|again|for (that|this|your help|the help)|man|mate|everyone|you|then|job|work|thanks|thank you|that (is|was) (all|it|helpful|great|perfect)))*[\s,!.]*$",
        RegexOptions.IgnoreCase)]
    private static partial Regex Thanks();

    [GeneratedRegex(@"^(good ?bye|bye([- ]?bye)?|good night|see you( later| soon| tomorrow)?)\b[\s\w,!.]{0,20}$", RegexOptions.IgnoreCase)]
    private static partial Regex Farewell();

    [GeneratedRegex(@"^(ok|okay|yes|no|sure|fine|alright|never ?mind|cancel)\W*$", RegexOptions.IgnoreCase)]
    private static partial Regex Assent();

    [GeneratedRegex(
        @"^(please )?(say|put|tell me) (that|this|it) (shorter|more briefly|in short|in one sentence)( please)?\W*$|^(shorter|in short|in one sentence),?( please)?\W*$",
        RegexOptions.IgnoreCase)]
    private static partial Regex Shorter();

    [GeneratedRegex(@"^.+?[.!?](?=\s|$)|^.+")]
    private static partial Regex Sentence();

    [GeneratedRegex(@"^how are you\b", RegexOptions.IgnoreCase)]
    private static partial Regex WellBeing();

    [GeneratedRegex(
        @"^(/?help( me)?( please)?|(can|could) you help( me)?|i need (some )?help|what can (i|you|we) (ask|do|see|answer|query)\b.*|what (data|tables) (can|do|may|is|are|have) .*|what (do|can) you (know|help)\b.*|who are you|what are you|what (is|'s) this|how (do|does|can) (you|this|it) (work|help)\b.*|what (could|should) i ask|(give me |show me )?(some )?examples)\W*$",
        RegexOptions.IgnoreCase)]
    private static partial Regex Help();

    [GeneratedRegex(@"^(who am i|what('s| is) my name|who do you (think i am|act for|work for))\W*$", RegexOptions.IgnoreCase)]
    private static partial Regex WhoAmI();

    [GeneratedRegex(
        @"^(are you (an? )?(ai|model|llm|human|robot|bot|real|chatgpt|gpt|claude|a person|a language model)|(which|what) (language )?model (are you|is this|do you use|answers)|how (do|can) (i|we) (connect|use|add|configure) an?( real)?( language)? (model|llm))\W*$",
        RegexOptions.IgnoreCase)]
    private static partial Regex Connecting();

    [GeneratedRegex(
        @"^(who|which people|has anyone|did anyone|show me who)\b.*\b(accessed|read|looked at|looked up|viewed|saw|queried)\b.+$|^(show( me)? )?(the )?audit( log| trail)?\W*$",
        RegexOptions.IgnoreCase)]
    private static partial Regex Audit();

    /// <summary>Matches requests about images. The app sends "Files attached." for a message without text.</summary>
    [GeneratedRegex(@"\b(image|picture|photo|screenshot|diagram|drawing|scan)s?\b|^Files attached\.$", RegexOptions.IgnoreCase)]
    private static partial Regex Picture();
}
