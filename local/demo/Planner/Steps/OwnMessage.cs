using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Onbehalf.Demo.Planner.Wire;

namespace Onbehalf.Demo.Planner.Steps;

/// <summary>A message of the speaker, and the agent's answer to it; null if there is none among the messages.</summary>
internal sealed partial record OwnMessage(string Text, bool HasMention, string? Answer)
{
    /// <summary>Returns the speaker's messages, latest first. Messages of other people and file contents are left out.</summary>
    public static ImmutableArray<OwnMessage> Of(ImmutableArray<ChatMessage> messages)
    {
        var own = ImmutableArray.CreateBuilder<OwnMessage>();
        var isOwn = false;
        foreach (var message in messages)
        {
            if (message.Role == "user" && !FileText().IsMatch(message.Text))
            {
                isOwn = !OtherPerson().IsMatch(message.Text);
                if (isOwn)
                    own.Add(Read(message.Text));
            }
            else if (message is { Role: "assistant", Text.Length: > 0, Calls.IsEmpty: true } && isOwn && own[^1].Answer is null)
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
    public bool IsQuestion(OwnMessage later) =>
        !Links().IsMatch(Text)
        && (HasMention || Answer is not null || !later.HasMention)
        && Answer?.StartsWith(SmallTalk.NotUnderstoodStart, StringComparison.Ordinal) is not true;

    private static OwnMessage Read(string text)
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
