using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Onbehalf.Artifacts;
using Onbehalf.Artifacts.Tools;
using Onbehalf.Demo.Planner;
using Onbehalf.Demo.Planner.Wire;
using Onbehalf.Ids;
using Onbehalf.Tests.Artifacts;

namespace Onbehalf.Tests.Demo;

/// <summary>
/// A conversation with the planner, without a server: the data is a fixed answer per query, and an artifact is folded from the ops that the planner
/// writes, by the same checks as in the app.
/// </summary>
internal sealed class PlannerDesk(string speaker)
{
    private static readonly ImmutableArray<string> Tools =
        ["describe_data", "query_data", "change_data", "create_artifact", "change_artifact", "read_artifact", "search_wiki", "list_spaces", "write_page", "remember", "recall", "forget", "create_automation"];

    private static readonly string[] Values = ["stage won", "region emea", "priority urgent"];

    private readonly List<ChatMessage> _messages = [new("system", $"you act for {speaker} and for nobody else: …\nToday is 2026-11-23 (UTC).", [], "")];
    private readonly Dictionary<string, (ArtifactState State, long Seq)> _artifacts = [];

    /// <summary>The artifact that was made or changed last; null if there is none.</summary>
    public ArtifactState? Made { get; private set; }

    /// <summary>The names of the tools of the last turn.</summary>
    public List<string> Called { get; } = [];

    public string Shown => Made is null ? "nothing" : string.Join(
        " | ",
        $"{Made.Kind} {Made.Title}".ToLowerInvariant(),
        string.Join(", ", Made.FieldOrder.Select(id => Made.Fields[id]).Where(static one => !one.IsDeleted).Select(static one => $"{one.Name}:{one.Type}")).ToLowerInvariant());

    public IEnumerable<string> Sql => Blocks.Select(static block => block.Sql).OfType<string>();

    public IEnumerable<string> Items => Made!.Items.Values.Where(static item => !item.IsDeleted).OrderBy(static item => item.Order, StringComparer.Ordinal)
        .Select(static item => item.Values.First(static held => held.Field == "title").Value.GetString()!);

    public IEnumerable<ArtifactBlock> Blocks => Made!.Blocks.Values.Where(static block => !block.IsDeleted).OrderBy(static block => block.Order, StringComparer.Ordinal).Select(static block => block.Block);

    /// <summary>Adds messages that the planner does not answer.</summary>
    public PlannerDesk With(params (string Role, string Text)[] messages)
    {
        _messages.AddRange(messages.Select(static message => new ChatMessage(message.Role, message.Text, [], "")));
        return this;
    }

    /// <summary>Returns the answer to the last of the sentences, each asked in turn.</summary>
    public string Ask(params string[] sentences)
    {
        var answer = "";
        foreach (var sentence in sentences)
            answer = Turn(sentence);
        return answer;
    }

    private string Turn(string sentence)
    {
        _messages.Add(new("user", sentence, [], ""));
        Called.Clear();
        var turn = new List<ChatMessage>();
        for (var call = 0; call < 10; call++)
        {
            var answer = NextStep.For(new("demo", [.. _messages, .. turn], Tools, Stream: false, IncludeUsage: false), new DateOnly(2026, 11, 23));
            if (answer.Calls.IsEmpty)
            {
                _messages.Add(new("assistant", answer.Text, [], ""));
                return answer.Text;
            }

            turn.Add(new("assistant", "", answer.Calls, ""));
            turn.AddRange(answer.Calls.Select(one => new ChatMessage("tool", Result(one), [], one.Id)));
        }

        throw new InvalidOperationException("The planner did not come to an end.");
    }

    private string Result(ChatToolCall call)
    {
        Called.Add(call.Tool);
        using var arguments = JsonDocument.Parse(call.Arguments);
        return call.Tool switch
        {
            "describe_data" => SchemaTexts.For(speaker.ToLowerInvariant()),
            "query_data" => Rows(arguments.RootElement.GetProperty("sql").GetString()!),
            "create_artifact" => Create(arguments.RootElement, call.Id),
            "read_artifact" => Find(arguments.RootElement) is var (id, held) ? ModelArtifact.Text(Live(id, held.State, held.Seq), static _ => true) : "NOT_FOUND: there is no such artifact for this person.",
            "change_artifact" => Change(arguments.RootElement),
            _ => throw new InvalidOperationException(call.Tool),
        };
    }

    private static string Rows(string sql)
    {
        var found = Regex.Matches(sql, "lower\\(\"(\\w+)\"\\) = '([^']*)' THEN").Select(static match => Values.Contains($"{match.Groups[1].Value} {match.Groups[2].Value}") ? "1" : "0").ToArray();
        if (found.Length > 0)
            return $"{string.Join('\t', found.Select(static (_, place) => $"c{place}"))}\n{string.Join('\t', found)}\n(1 rows)";
        if (Regex.Matches(sql, " AS \"n\\d+\"") is { Count: > 0 } counts)
            return $"{string.Join('\t', counts.Select(static (_, place) => $"c{place}"))}\n{string.Join('\t', counts.Select(static _ => "3"))}\n(1 rows)";
        if (!sql.Contains("\"title\"", StringComparison.Ordinal))
            return "stage\tcount\nwon\t3\nlost\t2\n(2 rows)";
        const int All = 30;
        var most = Regex.Match(sql, "LIMIT (\\d+)") is { Success: true } limit ? Math.Min(All, int.Parse(limit.Groups[1].Value, CultureInfo.InvariantCulture)) : All;
        var rows = Enumerable.Range(1, most).Select(static n => $"{n}\tDeal {n}\t4\tEMEA\tbob\t{n}00.50\tlead\t2026-0{1 + (n % 9)}-01\tnull");
        return $"id\ttitle\tcustomer_id\tregion\towner\tamount\tstage\tcreated_on\tclosed_on\n{string.Join('\n', rows)}\n({most} rows)";
    }

    private string Create(JsonElement arguments, string call)
    {
        var title = arguments.GetProperty("title").GetString()!;
        var kind = Enum.Parse<ArtifactKind>(arguments.GetProperty("kind").GetString()!, ignoreCase: true);
        var template = ArtifactTemplates.Of(kind, arguments.TryGetProperty("template", out var named) ? named.GetString() : null, title);
        Assert.NotNull(template);
        var begun = Assert.IsType<Folded.Changed>(ArtifactFold.Apply(new(kind, ""), template.Value, new(Ops.Alice, default, 1))).State;
        Apply(ArtifactId.OfCall(call).Value, begun, 1, arguments);
        return $"Done: the draft {ArtifactId.OfCall(call)}, seq 1. Give them the link [{Made!.Title}](/artifacts/{ArtifactId.OfCall(call)}).";
    }

    private string Change(JsonElement arguments)
    {
        if (Find(arguments) is not var (id, held))
            return "NOT_FOUND: there is no such artifact for this person.";
        Assert.Equal(held.Seq, arguments.GetProperty("baseSeq").GetInt64());
        Apply(id, held.State, held.Seq + 1, arguments);
        return $"Done: seq {held.Seq + 1}.";
    }

    private void Apply(string id, ArtifactState state, long seq, JsonElement arguments)
    {
        Assert.Null(AgentOps.Read(arguments, state, out var ops));
        var folded = ArtifactFold.Apply(state, ops, new(Ops.Alice, default, seq, FromModel: true));
        var changed = Assert.IsType<Folded.Changed>(folded).State;
        Assert.Null(BlockBindings.Check(changed, ops));
        _artifacts[id] = (Made = changed, seq);
    }

    private (string Id, (ArtifactState State, long Seq) Held)? Find(JsonElement arguments) =>
        arguments.GetProperty("artifact").GetString()! is var id && _artifacts.TryGetValue(id, out var held) ? (id, held) : null;

    private static LiveArtifact Live(string id, ArtifactState state, long seq)
    {
        Assert.True(ArtifactId.TryParse(id, out var known));
        return new(new(known, state.Kind, state.Title, Ops.Alice, default, default, seq), default, state, []);
    }
}
