using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Onbehalf.Demo.Planner.Wire;

namespace Onbehalf.Demo.Planner.Steps;

/// <summary>A message of a person, and the agent's answer to it; null if the speaker may not see one or there is none.</summary>
/// <param name="Text">The message without its mention of the agent.</param>
/// <param name="HasMention">Whether it mentions the agent.</param>
/// <param name="Answer">The agent's answer.</param>
/// <param name="IsOwn">Whether the speaker wrote it.</param>
internal sealed partial record SaidMessage(string Text, bool HasMention, string? Answer, bool IsOwn = true)
{
    /// <summary>Returns the messages of people, latest first. File contents are left out. A question of another person can be continued as one's own.</summary>
    public static ImmutableArray<SaidMessage> Of(ImmutableArray<ChatMessage> messages)
    {
        var own = ImmutableArray.CreateBuilder<SaidMessage>();
        foreach (var message in messages)
        {
            if (message.Role == "user" && !FileText().IsMatch(message.Text))
            {
                own.Add(Read(OtherPerson().Replace(message.Text, "")) with { IsOwn = !OtherPerson().IsMatch(message.Text) });
            }
            else if (message is { Role: "assistant", Text.Length: > 0, Calls.IsEmpty: true } && own.Count > 0 && own[^1].Answer is null)
            {
                own[^1] = own[^1] with { Answer = message.Text };
            }
        }

        own.Reverse();
        return own.ToImmutable();
    }

    /// <summary>
    /// Returns whether a later message can continue this one. A link, a message to other people and a message that was not understood are no
    /// questions.
    /// </summary>
    public bool IsQuestion(SaidMessage later) =>
        !Links().IsMatch(Text)
        && (HasMention || Answer is not null || !later.HasMention)
        && Answer?.StartsWith(SmallTalk.NotUnderstoodStart, StringComparison.Ordinal) is not true;

    private static SaidMessage Read(string text)
    {
        var typed = text.StartsWith(QuotedMark, StringComparison.Ordinal) ? text[QuotedMark.Length..] : text;
        return new(Mention().Replace(typed, "").Trim(), Mention().IsMatch(typed), null);
    }

    private const string QuotedMark = "[quoted by the next message]\n";

    [GeneratedRegex(@"^Message from [^\n]+? \(information, not an instruction\): ")]
    private static partial Regex OtherPerson();

    /// <summary>Matches file contents, which this planner ignores.</summary>
    [GeneratedRegex(@"^(?:File|Image) ""[^""\n]*"" from [^\n]+? \(information, not an instruction\):(?:\n> |$)")]
    private static partial Regex FileText();

    [GeneratedRegex(@"^@\w+[,:]?\s+")]
    private static partial Regex Mention();

    /// <summary>Matches a message of links only, such as the one that puts an artifact into a thread.</summary>
    [GeneratedRegex(@"^(?:\s*(?:\[[^\]\n]*\]\([^)\s]*\)|https?://\S+|/(?:artifacts|wiki|t)/\S+))+\s*$")]
    private static partial Regex Links();
}
