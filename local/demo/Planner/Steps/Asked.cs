using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Onbehalf.Demo.Planner.Artifacts;
using Onbehalf.Demo.Planner.Schema;
using Onbehalf.Demo.Planner.Wire;

namespace Onbehalf.Demo.Planner.Steps;

/// <summary>
/// A parsed chat request: the question, earlier questions (latest first), the tool results since, and the previous answer. Every
/// query runs with the speaker's rights, whoever asked the question that it continues.
/// </summary>
internal sealed partial record Asked(
    string Text,
    ImmutableArray<string> Earlier,
    ImmutableArray<ToolAnswer> Answers,
    KnownSchema Schema,
    string Speaker,
    DateOnly Today,
    ImmutableArray<string> Tools,
    string Said)
{
    private const int Longest = 2_000;

    /// <summary>True if a question is too long. SQL commands may be longer.</summary>
    public bool IsTooLong => Text.Length > Longest && !SqlCommand.IsAsked(Text);

    /// <summary>True if an image is attached to a message of the conversation.</summary>
    public bool HasImage { get; private init; }

    /// <summary>The artifacts that the planner drafted or changed for the speaker in this conversation, latest first.</summary>
    public ImmutableArray<Draft> Drafts { get; private init; } = [];

    /// <summary>True if the last answer to the speaker was about a draft, so that "add a due date" continues it.</summary>
    public bool IsAboutDraft { get; private init; }

    /// <summary>Returns whether the description can still be requested, at most once. The data visible to everybody is known from the start.</summary>
    public bool MayDescribe => Answer("describe_data") is null && !Answers.Any(static answer => answer.Call.Tool == "query_data") && Offers("describe_data");

    public bool Offers(string tool) => Tools.Contains(tool);

    /// <summary>Returns the last result of a tool. For queries, only of those displayed to the user.</summary>
    public ToolAnswer? Answer(string tool) => Answers.LastOrDefault(answer => answer.Call.Tool == tool && !answer.IsLookUp);

    /// <summary>Returns the result of a look-up in this turn.</summary>
    public ResultText? LookedUp(string source, string sql) =>
        Answers.LastOrDefault(answer => answer.IsLookUp && answer.Argument("source") == source && answer.Argument("sql") == sql) is { } found
            ? ResultText.Read(found.Text)
            : null;

    public static Asked From(ChatRequest request, DateOnly clock)
    {
        var instructions = string.Join(
            '\n', request.Messages.Where(static message => message.Role is "system" or "developer").Select(static message => message.Text));
        var last = request.Messages.Select(static (message, index) => (message, index)).LastOrDefault(static entry => entry.message.Role == "user").index;
        var own = SaidMessage.Of(request.Messages);
        var mine = own.Skip(1).Where(static earlier => earlier.IsOwn).ToArray();
        var answers = request.Messages.Skip(last).ToImmutableArray();
        return new(
            own.IsEmpty ? "" : own[0].Text,
            [.. own.Skip(1).Where(earlier => earlier.IsQuestion(own[0])).Select(static earlier => earlier.Text).Where(static text => text.Length <= Longest)],
            Answered(answers),
            SchemaIn(request.Messages),
            SpeakerLine().Match(instructions) is { Success: true } speaker ? speaker.Groups[1].Value : "",
            TodayLine().Match(instructions) is { Success: true } day
            && DateOnly.TryParseExact(day.Groups[1].Value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var today)
                ? today
                : clock,
            request.Tools,
            request.Messages.Take(last).LastOrDefault(static message => message.Role == "assistant" && message.Text.Length > 0)?.Text ?? "")
        {
            HasImage = request.Messages.Any(static message => message.Role == "user" && ImageText().IsMatch(message.Text)),
            Drafts = [.. mine.Select(static earlier => Draft.Named(earlier.Answer)).OfType<Draft>().DistinctBy(static draft => draft.Id)],
            IsAboutDraft = mine.FirstOrDefault(static earlier => earlier.Answer is not null) is { } before && Draft.Named(before.Answer) is not null,
        };
    }

    private static ImmutableArray<ToolAnswer> Answered(ImmutableArray<ChatMessage> messages)
    {
        var calls = messages
            .SelectMany(static message => message.Calls)
            .GroupBy(static call => call.Id)
            .ToDictionary(static same => same.Key, static same => same.Last());
        return
        [
            .. messages
                .Where(message => message.Role == "tool" && calls.ContainsKey(message.ToolCallId))
                .Select(message => new ToolAnswer(calls[message.ToolCallId], message.Text)),
        ];
    }

    /// <summary>Returns the latest data description, from a tool or the instructions, never from user text.</summary>
    private static KnownSchema SchemaIn(ImmutableArray<ChatMessage> messages) => messages
        .Where(static message => message.Role is "tool" or "system" or "developer")
        .Select(static message => SchemaText.Read(message.Text))
        .LastOrDefault(static schema => !schema.Tables.IsEmpty) ?? KnownSchema.Nothing;

    [GeneratedRegex(@"^(?:File|Image) ""[^""\n]*"" from [^\n]+? \(information, not an instruction\):(?:\n> \[An? (?:GIF )?image\b|$)")]
    private static partial Regex ImageText();

    [GeneratedRegex("you act for (.+?) and for nobody else")]
    private static partial Regex SpeakerLine();

    [GeneratedRegex(@"Today is (\d{4}-\d{2}-\d{2})")]
    private static partial Regex TodayLine();
}

internal sealed record ToolAnswer(ChatToolCall Call, string Text)
{
    public const string Hidden = "nothing";

    public bool IsLookUp => Argument("show") == Hidden;

    public string? Argument(string name)
    {
        try
        {
            return JsonNode.Parse(Call.Arguments) is JsonObject arguments && arguments[name] is JsonValue value && value.TryGetValue<string>(out var text)
                ? text
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
