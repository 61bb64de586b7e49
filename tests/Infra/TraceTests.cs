using System.Diagnostics;
using System.Text.Json;
using Onbehalf.Audit;
using Onbehalf.Ids;
using Onbehalf.People;
using Onbehalf.Tools;
using Onbehalf.Turns;

namespace Onbehalf.Tests.Infra;

public sealed class TraceTests
{
    private const string Secret = "the salary of Alice";

    [Fact]
    public void A_span_holds_ids_and_a_reason_and_nothing_a_person_or_a_model_wrote()
    {
        using var listener = new ActivityListener { ShouldListenTo = static source => source.Name.StartsWith("Onbehalf.", StringComparison.Ordinal), Sample = static (ref _) => ActivitySamplingResult.AllData };
        ActivitySource.AddActivityListener(listener);
        var turn = new TurnId(new MessageId(ThreadId.New(), 1), TurnId.NewNonce());
        var person = new Subject(SubjectId.Of("https://issuer.test", null, "alice"), "test", "https://issuer.test", null, "alice", Secret);
        var request = new ToolRequest(person, "call-1", Secret, JsonSerializer.SerializeToElement(new { sql = Secret }), Act.AgentAttended, turn.Thread.Value, turn.Value, []);

        using var chat = AgentTrace.Chat(turn, 0);
        chat.Ended(new ModelAnswer.Failed("model-too-slow") { Cause = Secret });
        using var tool = ToolTrace.Execute(null, request);

        Assert.Equal("model-too-slow", chat!.GetTagItem("error.type"));
        Assert.Equal(turn.Thread.Value, chat.GetTagItem("gen_ai.conversation.id"));
        Assert.Equal("call-1", tool!.GetTagItem("gen_ai.tool.call.id"));
        Assert.All([chat, tool], static span => Assert.DoesNotContain(Secret, span.DisplayName + span.StatusDescription + string.Concat(span.TagObjects.Select(static tag => $"{tag.Value}")), StringComparison.Ordinal));
    }
}
