using System.Text.RegularExpressions;
using Onbehalf.Demo.Planner.Schema;

namespace Onbehalf.Demo.Planner.Steps;

internal static partial class SmallTalk
{
    public static bool AsksForHelp(string text) => Help().IsMatch(text);

    /// <summary>A friendly answer to a friendly word, or null.</summary>
    public static string? Answer(Asked asked)
    {
        var name = asked.Speaker.Length > 0 ? $" {asked.Speaker}" : "";
        return Greeting().IsMatch(asked.Text) ? $"Hello{name}. Ask me about your data, for instance how many there are of something, an average, or a top 5. “What can I ask?” gives examples that fit what you may see."
            : Thanks().IsMatch(asked.Text) ? $"You are welcome{(name.Length > 0 ? "," : "")}{name}."
            : Shorter().IsMatch(asked.Text) ? FirstSentence(asked.Said)
            : WellBeing().IsMatch(asked.Text) ? "Fine, thank you. What would you like to know about your data?"
            : asked.Text.Length == 0 ? "What would you like to know about your data?"
            : null;
    }

    /// <summary>What an answer says before its table.</summary>
    private static string FirstSentence(string said) =>
        said.Length == 0 ? "There is no answer above that I could say shorter." : Sentence().Match(said.Split('\n')[0]).Value;

    public static string HelpText(KnownSchema schema) => schema.Tables.IsEmpty
        ? "I am the demo planner, a small fixed grammar instead of a language model. I cannot see any data for you just now."
        : $"I am the demo planner, a small fixed grammar instead of a language model. I can count, add up, average, rank and list what you may see. {Examples.Sentence(schema)}";

    public static string NotUnderstood(KnownSchema schema) => schema.Tables.IsEmpty
        ? "I am the demo planner and did not understand that, and I cannot see any data for you just now."
        : $"I am the demo planner, a small fixed grammar, and did not understand that. {Examples.Sentence(schema)}";

    [GeneratedRegex(@"^(hi|hello|hey|good (morning|afternoon|evening)|greetings)\b[\s\w,!.]{0,20}$", RegexOptions.IgnoreCase)]
    private static partial Regex Greeting();

    [GeneratedRegex(@"^(many )?(thanks|thank you|thx|cheers|great|nice|perfect|cool)\b[\s\w,!.]{0,30}$", RegexOptions.IgnoreCase)]
    private static partial Regex Thanks();

    [GeneratedRegex(@"^(please )?(say|put|tell me) (that|this|it) (shorter|more briefly|in short|in one sentence)( please)?\W*$|^(shorter|in short|in one sentence),?( please)?\W*$", RegexOptions.IgnoreCase)]
    private static partial Regex Shorter();

    [GeneratedRegex(@"^.+?[.!?](?=\s|$)|^.+")]
    private static partial Regex Sentence();

    [GeneratedRegex(@"^how are you\b", RegexOptions.IgnoreCase)]
    private static partial Regex WellBeing();

    [GeneratedRegex(@"^(/?help|what can (i|you|we) (ask|do|see|answer)\b.*|what (data|tables) (can|do|may) .*|who are you|what are you)\W*$", RegexOptions.IgnoreCase)]
    private static partial Regex Help();
}
