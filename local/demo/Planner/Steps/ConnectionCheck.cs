using System.Text.RegularExpressions;
using Onbehalf.Demo.Planner.Wire;

namespace Onbehalf.Demo.Planner.Steps;

/// <summary>Handles the app's model check: one call per word, then a count.</summary>
internal static partial class ConnectionCheck
{
    private const string Tool = "check_word";

    public static bool IsAsked(Asked asked) => asked.Offers(Tool) && Words().IsMatch(asked.Text);

    public static ChatAnswer Next(Asked asked) => asked.Answer(Tool) is not null
        ? Say.Text("one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty")
        : new("", [.. Words().Matches(asked.Text).SelectMany(static word => Say.Call(Tool, new() { ["word"] = word.Groups[1].Value }).Calls)]);

    [GeneratedRegex(@"with the word (\w+)")]
    private static partial Regex Words();
}
