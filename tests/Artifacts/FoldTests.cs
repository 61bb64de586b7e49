using System.Collections.Immutable;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Onbehalf.Artifacts;
using Onbehalf.Threads;

namespace Onbehalf.Tests.Artifacts;

/// <summary>Ops are applied in server order, regardless of their arrival. Invalid ops are refused with a reason and change nothing.</summary>
public sealed class FoldTests
{
    [Fact]
    public void A_template_can_be_written_in_the_words_of_its_reader()
    {
        var words = new Dictionary<string, string> { ["Card"] = "Karte", ["Doing"] = "In Arbeit" };

        var fields = ArtifactTemplates.In(ArtifactTemplates.Of(ArtifactKind.Board, null, "Board")!.Value, words).OfType<ArtifactOp.PutField>().Select(static put => put.Field).ToArray();

        Assert.Equal(["Karte", "Column", "Owner", "Due"], fields.Select(static one => one.Name));
        Assert.Equal(["To do", "In Arbeit", "Done"], fields[1].Choices!.Value.ToArray());
    }

    [Fact]
    public void What_is_accepted_is_what_the_log_holds()
    {
        // Characters that the log escapes with six characters.
        var hidden = string.Concat(Enumerable.Repeat("\uE000", 900));
        var ops = Ops.Read($$"""[{"op":"add","item":"i9","order":"a2","values":{"title":"{{hidden}}","n":1,"ok":true,"due":"2026-01-02"} }]""");

        Assert.Equal(OpReader.Write(ops), OpReader.Write(OpReader.Read(OpReader.Write(ops))));
        Assert.Contains("\"values\":{\"due\":\"2026-01-02\",\"n\":1,\"ok\":true,\"title\":", System.Text.Encoding.UTF8.GetString(OpReader.Write(ops)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_chart_is_measured_as_the_log_holds_it()
    {
        var title = string.Concat(Enumerable.Repeat("\uE000", 90));
        var channel = $$"""{"field":"{{title}}","title":"{{title}}"}""";
        var chart = $$"""{"mark":"bar","encoding":{"x":{{channel}},"y":{{channel}},"color":{{channel}},"tooltip":{{channel}} } }""";

        Assert.True(chart.Length < ArtifactLimits.ChartLength);
        Assert.Equal("chart", Ops.Refusal(Ops.State(), $$"""[{"op":"block","block":{"id":"c","type":"chart","chart":{{chart}} },"order":"a1"}]"""));
    }

    [Theory]
    [InlineData("""[{"op":"set","item":"gone","field":"title","value":"x"}]""", "item-deleted")]
    [InlineData("""[{"op":"set","item":"nobody","field":"title","value":"x"}]""", "no-item")]
    [InlineData("""[{"op":"set","item":"i1","field":"unknown","value":"x"}]""", "no-field")]
    [InlineData("""[{"op":"set","item":"i1","field":"__proto__","value":"x"}]""", "no-field")]
    [InlineData("""[{"op":"set","item":"i1","field":"title","value":7}]""", "value")]
    [InlineData("""[{"op":"set","item":"i1","field":"title","value":{"a":1}}]""", "value")]
    [InlineData("""[{"op":"set","item":"i1","field":"title","value":"a\u202eb"}]""", "value")]
    [InlineData("""[{"op":"set","item":"i1","field":"title","value":"a\u0000b"}]""", "value")]
    [InlineData("""[{"op":"set","item":"i1","field":"title","value":"\ud800"}]""", "op")]
    [InlineData("""[{"op":"set","item":"i1","field":"n","value":1e300}]""", "value")]
    [InlineData("""[{"op":"set","item":"i1","field":"due","value":"2026-02-30"}]""", "value")]
    [InlineData("""[{"op":"set","item":"i1","field":"who","value":"alice@example.com"}]""", "value")]
    [InlineData("""[{"op":"set","item":"i1","field":"size","value":"XXL"}]""", "value")]
    [InlineData("""[{"op":"set","item":"i1","field":"ok","value":"true"}]""", "value")]
    [InlineData("""[{"op":"set","item":"i1","field":"at","value":"javascript:alert(1)"}]""", "value")]
    [InlineData("""[{"op":"set","item":"i1","field":"title"}]""", "op")]
    [InlineData("""[{"op":"set","item":"i1","field":"title","value":"x","author":"bob"}]""", "op")]
    [InlineData("""[{"op":"set","item":"i1","item":"i2","field":"title","value":"x"}]""", "op")]
    [InlineData("""[{"op":"drop"}]""", "op")]
    [InlineData("""[{"item":"i1"}]""", "op")]
    [InlineData("""[7]""", "op")]
    [InlineData("""{}""", "ops")]
    [InlineData("""[]""", "too-many-ops")]
    [InlineData("""[{"op":"add","item":"i1","order":"a2"}]""", "item-id")]
    [InlineData("""[{"op":"add","item":"__proto__","order":"a2"}]""", "item-id")]
    [InlineData("""[{"op":"add","item":"i 2","order":"a2"}]""", "item-id")]
    [InlineData("""[{"op":"add","item":"i2","order":"a!"}]""", "order")]
    [InlineData("""[{"op":"add","item":"i2","order":"b0"}]""", "order")]
    [InlineData("""[{"op":"add","item":"i2","order":"a10"}]""", "order")]
    [InlineData("""[{"op":"add","item":"i2","order":"A00000000000000000000000000"}]""", "order")]
    [InlineData("""[{"op":"move","item":"i1","order":"a3","state":"nowhere"}]""", "state")]
    [InlineData("""[{"op":"field","field":{"id":"n","name":"Number","type":"text"}}]""", "field-type")]
    [InlineData("""[{"op":"field","field":{"id":"x","name":"X","type":"choice","choices":["a","a"]}}]""", "field")]
    [InlineData("""[{"op":"title","title":"  "}]""", "title")]
    [InlineData("""[{"op":"title","title":"two\nlines"}]""", "title")]
    [InlineData("""[{"op":"text","block":"b1","version":1,"changes":[5]}]""", "text-length")]
    [InlineData("""[{"op":"text","block":"b1","version":1,"changes":[99999]}]""", "text-length")]
    [InlineData("""[{"op":"text","block":"b1","version":1,"changes":[13,[1]]}]""", "text-characters")]
    [InlineData("""[{"op":"text","block":"b1","version":1,"changes":[14,[0,"a\nb"]]}]""", "text-characters")]
    [InlineData("""[{"op":"text","block":"b1","version":1,"changes":[-1]}]""", "text-change")]
    [InlineData("""[{"op":"text","block":"b1","version":1,"changes":["x"]}]""", "text-change")]
    [InlineData("""[{"op":"text","block":"b1","version":1,"changes":[[]]}]""", "text-change")]
    [InlineData("""[{"op":"text","block":"b1","version":1,"changes":{}}]""", "text-change")]
    [InlineData("""[{"op":"text","block":"b1","version":0,"changes":[14]}]""", "stale-text")]
    [InlineData("""[{"op":"text","block":"b1","version":2,"changes":[14]}]""", "text-version")]
    [InlineData("""[{"op":"block","block":{"id":"c","type":"chart","chart":{"mark":"bar","data":{"url":"https://x"}}},"order":"a1"}]""", "chart")]
    [InlineData("""[{"op":"block","block":{"id":"c","type":"chart","chart":{"mark":"bar","encoding":{"x":{"field":"a","href":"https://x"}}}},"order":"a1"}]""", "chart")]
    [InlineData("""[{"op":"block","block":{"id":"c","type":"chart","chart":{"layer":[]}},"order":"a1"}]""", "chart")]
    [InlineData("""[{"op":"block","block":{"id":"c","type":"heading","text":"x","sql":"select 1"},"order":"a1"}]""", "block")]
    [InlineData("""[{"op":"block","block":{"id":"c","type":"app"},"order":"a1"}]""", "op")]
    [InlineData("""[{"op":"block","block":{"id":"c","type":"stat","x":11,"w":4},"order":"a1"}]""", "block")]
    [InlineData("""[{"op":"block","block":{"id":"c","type":"embed","artifact":"../x"},"order":"a1"}]""", "block")]
    [InlineData("""[{"op":"comment","target":{"item":"gone"},"comment":"c","text":"x"}]""", "no-target")]
    [InlineData("""[{"op":"comment","target":{"item":"i1","block":"b1"},"comment":"c","text":"x"}]""", "no-target")]
    [InlineData("""[{"op":"delComment","comment":"c"}]""", "no-comment")]
    [InlineData("""[{"op":"block","block":{"id":"c","type":"list","action":{"op":"set","value":[[1]]}},"order":"a1"}]""", "block")]
    [InlineData("""[{"op":"block","block":{"id":"c","type":"list","action":{"op":"set","value":[[[[[[[[[[[[[1]]]]]]]]]]]]]}},"order":"a1"}]""", "op")]
    [InlineData("""[{"op":"set","item":"i1","field":"n","value":1.00000000000000000000000000000000000000000}]""", "value")]
    public void An_op_that_cannot_be_applied_is_refused_with_a_reason(string ops, string code) => Assert.Equal(code, Ops.Refusal(Ops.State(), ops));

    [Fact]
    public void Long_and_many_are_refused()
    {
        var state = Ops.State();
        static string Many(int count) => $"[{string.Join(',', Enumerable.Range(0, count).Select(static i => $$"""{"op":"add","item":"x{{i}}","order":"a2"}"""))}]";

        Assert.Equal("too-many-ops", Ops.Refusal(state, Many(10_000)));
        Assert.Equal("ops-too-large", Ops.Refusal(state, $$"""[{"op":"set","item":"i1","field":"title","value":"{{new string('x', 1_000_000)}}"}]"""));
        Assert.Equal("value", Ops.Refusal(state, $$"""[{"op":"set","item":"i1","field":"title","value":"{{new string('x', ArtifactLimits.ValueLength + 1)}}"}]"""));
        Assert.Equal("order", Ops.Refusal(state, $$"""[{"op":"add","item":"i2","order":"a0{{new string('V', 10_000)}}"}]"""));
        Assert.Equal("op", Ops.Refusal(state, $"[{string.Concat(Enumerable.Repeat("""{"op":"set","item":"i1","field":"title","value":[""", 1))}{new string('[', 40)}{new string(']', 40)}]}}]"));
    }

    [Fact]
    public void One_op_that_does_not_fit_leaves_the_whole_request_out()
    {
        var state = Ops.State();

        var refused = ArtifactFold.Apply(state, Ops.Read("""[{"op":"set","item":"i1","field":"title","value":"new"},{"op":"del","item":"nobody"}]"""), new(Ops.Alice, DateTimeOffset.UnixEpoch, 2));

        Assert.IsType<Folded.Refused>(refused);
        Assert.Equal("one", state.Items["i1"].Values.Single().Value.GetString());
    }

    [Fact]
    public void The_last_value_in_server_order_wins_and_names_its_author()
    {
        var bob = Ops.Person("bob");
        var state = Ops.Apply(Ops.State(), """[{"op":"set","item":"i1","field":"n","value":1},{"op":"set","item":"i1","field":"title","value":"by alice"}]""", 2);

        var changed = Assert.IsType<Folded.Changed>(ArtifactFold.Apply(state, Ops.Read("""[{"op":"set","item":"i1","field":"title","value":"by bob"}]"""), new(bob, DateTimeOffset.UnixEpoch, 3))).State;
        var values = changed.Items["i1"].Values.ToDictionary(static held => held.Field);

        Assert.Equal((bob.Subject, 3L, "by bob"), (values["title"].By, values["title"].Seq, values["title"].Value.GetString()));
        Assert.Equal(Ops.Alice.Subject, values["n"].By);
        Assert.Equal("bob", changed.Person(bob.Subject).Name);
    }

    [Fact]
    public void A_comment_is_deleted_by_its_author_alone()
    {
        var state = Ops.Apply(Ops.State(), """[{"op":"comment","target":{"item":"i1"},"comment":"c1","text":"hello"}]""");

        var byBob = ArtifactFold.Apply(state, Ops.Read("""[{"op":"delComment","comment":"c1"}]"""), new(Ops.Person("bob"), DateTimeOffset.UnixEpoch, 2));
        var byAlice = Ops.Apply(state, """[{"op":"delComment","comment":"c1"}]""");

        Assert.Equal("not-your-comment", Assert.IsType<Folded.Refused>(byBob).Problem.Code);
        Assert.Equal(("", true), (byAlice.Items["i1"].Comments[0].Text, byAlice.Items["i1"].Comments[0].IsDeleted));
    }

    [Fact]
    public void What_was_deleted_comes_back_with_what_it_had()
    {
        var state = Ops.Apply(Ops.State(), """[{"op":"del","item":"i1"},{"op":"delField","field":"title"},{"op":"delBlock","block":"b1"}]""");

        var back = Ops.Apply(state, """[{"op":"restore","item":"i1"},{"op":"field","field":{"id":"title","name":"Task","type":"text"}},{"op":"block","block":{"id":"b1","type":"markdown"}}]""");

        Assert.Equal("one", back.Items["i1"].Values.Single().Value.GetString());
        Assert.StartsWith("hello\nworld", back.Blocks["b1"].Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, "a0")]
    [InlineData("a0", "a1")]
    [InlineData("a0V", "a1")]
    [InlineData("az", "b00")]
    [InlineData("bzz", "c000")]
    [InlineData("Zz", "a0")]
    [InlineData("Yzz", "Z0")]
    public void The_next_place_is_behind(string? key, string next)
    {
        Assert.Equal(next, OrderKey.After(key));
        Assert.True(OrderKey.IsValid(next));
        Assert.True(key is null || string.CompareOrdinal(key, next) < 0);
    }

    /// <summary>Every replica gets the same numbered requests, some of them twice and in any order, and applies them by number.</summary>
    [Fact]
    public void Random_ops_of_many_editors_converge_in_any_order_of_delivery() => Prop.ForAll(
        ArbMap.Default.ArbFor<int>(),
        static seed =>
        {
            var random = new Random(seed);
            var (server, log) = (Ops.State(), new List<LoggedOps>());
            for (var i = 0; i < 120; i++)
            {
                var stamp = new OpStamp(Ops.Person($"editor-{random.Next(6)}"), DateTimeOffset.UnixEpoch.AddSeconds(i), log.Count + 2);
                var ops = ImmutableArray.Create(RandomOp.Of(random, server));
                if (ArtifactFold.Apply(server, ops, stamp) is not Folded.Changed changed)
                    continue;
                server = changed.State;
                log.Add(new(stamp.Seq, stamp.Author, stamp.At, $"{i}", ops));
            }

            var replicas = Enumerable.Range(0, 4).Select(_ => Replay(random, log)).Append(StateText.Read(StateText.Write(server)));
            return log.Count > 20 && replicas.All(replica => StateText.Hash(replica) == StateText.Hash(server));
        }).QuickCheckThrowOnFailure();

    private static ArtifactState Replay(Random random, List<LoggedOps> log)
    {
        var delivered = log.Concat(log.Where(_ => random.Next(3) == 0)).OrderBy(_ => random.Next()).ToArray();
        var (state, waiting, next) = (Ops.State(), new Dictionary<long, LoggedOps>(), 2L);
        foreach (var one in delivered)
        {
            // Serialized and parsed again, as over the wire.
            waiting.TryAdd(one.Seq, one with { Ops = OpReader.Read(OpReader.Write(one.Ops)) });
            for (; waiting.Remove(next, out var due); next++)
            {
                // A snapshot in the middle changes nothing.
                if (random.Next(20) == 0)
                    state = StateText.Read(StateText.Write(state));
                state = ArtifactLog.Apply(state, [due]);
            }
        }

        return state;
    }
}
