using System.Collections.Immutable;
using Onbehalf.Artifacts;

namespace Onbehalf.Tests.Artifacts;

/// <summary>Text of the agent keeps its lineage, whoever edits beside, over or after it.</summary>
public sealed class UnseenTests
{
    private static readonly OpStamp ByModel = new(Ops.Alice, DateTimeOffset.UnixEpoch, 7, FromModel: true);

    [Theory]
    [InlineData("""[{"op":"text","block":"b1","version":2,"changes":[[1]]}]""")]
    [InlineData("""[{"op":"block","block":{"id":"b1","type":"markdown","w":4,"h":2}}]""")]
    [InlineData("""[{"op":"comment","target":{"block":"b1"},"comment":"c","text":"x"}]""")]
    public void What_is_locked_is_as_if_it_were_not_there(string ops)
    {
        var state = Written("""[{"op":"text","block":"b1","version":1,"changes":[14,[0," kestrel"]]}]""");

        Assert.Equal("no-block", OpsOnUnseen.Locked(state, Ops.Read(ops), [])?.Code);
        Assert.Null(OpsOnUnseen.Locked(state, Ops.Read(ops), [7]));
    }

    [Theory]
    [InlineData("""[{"op":"set","item":"i1","field":"title","value":"mine"}]""")]
    [InlineData("""[{"op":"set","item":"i1","field":"title","value":"kestrel"}]""")]
    [InlineData("""[{"op":"move","item":"i1","order":"a1","state":"open"}]""")]
    [InlineData("""[{"op":"field","field":{"id":"f","name":"Mine","type":"text"}}]""")]
    [InlineData("""[{"op":"title","title":"Mine"}]""")]
    public void Nobody_writes_over_words_that_they_may_not_see(string ops)
    {
        var state = Written("""[{"op":"set","item":"i1","field":"title","value":"kestrel"},{"op":"title","title":"Kestrel"},{"op":"field","field":{"id":"f","name":"Lost in March","type":"text"}},{"op":"move","item":"i1","order":"a0","state":"done"}]""");

        Assert.Equal("locked", OpsOnUnseen.Locked(state, Ops.Read(ops), [])?.Code);
        Assert.Null(OpsOnUnseen.Locked(state, Ops.Read(ops), [7]));
        Assert.Null(OpsOnUnseen.Locked(state, Ops.Read("""[{"op":"set","item":"i1","field":"n","value":1},{"op":"move","item":"i1","order":"a1"},{"op":"del","item":"i1"}]"""), []));
    }

    [Theory]
    [InlineData("before")]
    [InlineData("after")]
    public void A_restore_tells_no_definition_of_a_locked_block_apart_from_another(string title)
    {
        var then = Written("""[{"op":"block","block":{"id":"b1","type":"markdown","title":"before"}}]""");
        var edited = Ops.Apply(then, $$"""[{"op":"block","block":{"id":"b1","type":"markdown","title":"{{title}}"} }]""", 8);
        var moved = Ops.Apply(then, """[{"op":"moveBlock","block":"b1","order":"a5"}]""", 8);

        Assert.True(OpsOnUnseen.IsLockedBetween(edited, then, []));
        Assert.True(OpsOnUnseen.IsLockedBetween(StateText.Read(StateText.Write(edited)), StateText.Read(StateText.Write(then)), []));
        Assert.False(OpsOnUnseen.IsLockedBetween(edited, then, [7]));
        Assert.False(OpsOnUnseen.IsLockedBetween(moved, StateText.Read(StateText.Write(then)), []));
    }

    [Fact]
    public void A_refused_value_does_not_tell_a_name_that_may_be_locked()
    {
        var state = Written("""[{"op":"field","field":{"id":"f","name":"Lost in March","type":"number"}}]""");

        var refused = Assert.IsType<Folded.Refused>(ArtifactFold.Apply(state, Ops.Read("""[{"op":"set","item":"i1","field":"f","value":"x"}]"""), new(Ops.Alice, DateTimeOffset.UnixEpoch, 8)));

        Assert.DoesNotContain("March", refused.Problem.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void A_proposed_text_takes_the_place_of_one_that_has_changed_since()
    {
        var basis = Ops.State();
        var proposed = Ops.Read("""[{"op":"text","block":"b1","version":1,"changes":[[14,"by"]]},{"op":"text","block":"b1","version":2,"changes":[2,[0," the agent"]]},{"op":"set","item":"i1","field":"n","value":2}]""");
        var now = Ops.Apply(basis, """[{"op":"text","block":"b1","version":1,"changes":[14,[0," and more"]]}]""", 2);

        var onto = ProposedTexts.Onto(basis, now, proposed, ByModel);
        var applied = Assert.IsType<Folded.Changed>(ArtifactFold.Apply(now, onto, ByModel)).State;

        Assert.IsType<Folded.Refused>(ArtifactFold.Apply(now, proposed, ByModel));
        Assert.Equal(("by the agent", 2), (applied.Blocks["b1"].Text, onto.Length));
        Assert.Equal(proposed, ProposedTexts.Onto(basis, basis, proposed, ByModel));
    }

    [Fact]
    public void What_was_deleted_before_somebody_could_look_does_not_come_back_by_them()
    {
        var state = Ops.Apply(Ops.State(), """[{"op":"delBlock","block":"b1"},{"op":"delField","field":"n"}]""", 5);

        foreach (var ops in new[] { """[{"op":"block","block":{"id":"b1","type":"markdown"}}]""", """[{"op":"field","field":{"id":"n","name":"N","type":"number"}}]""" })
        {
            Assert.Equal("id-used", OpsOnUnseen.Revived(state, Ops.Read(ops), 5)?.Code);
            Assert.Null(OpsOnUnseen.Revived(state, Ops.Read(ops), 4));
        }
    }

    [Fact]
    public void Words_that_come_back_are_known_again()
    {
        var state = Written("""[{"op":"set","item":"i1","field":"title","value":"kestrel"},{"op":"title","title":"Kestrel"}]""");
        state = Ops.Apply(state, """[{"op":"set","item":"i1","field":"title","value":"plain"},{"op":"title","title":"Plain"}]""", 8);
        state = StateText.Read(StateText.Write(state));

        Assert.Equal([7], BroughtBack.Seqs(state, Ops.Read("""[{"op":"set","item":"i1","field":"title","value":"kestrel"}]""")));
        Assert.Equal([7], BroughtBack.Seqs(state, Ops.Read("""[{"op":"title","title":" Kestrel"}]""")));
        Assert.Empty(BroughtBack.Seqs(state, Ops.Read("""[{"op":"set","item":"i1","field":"title","value":"other"},{"op":"set","item":"i1","field":"title","value":null}]""")));
        Assert.True(state.HoldsModelWords);
    }

    [Fact]
    public void Names_choices_and_states_of_the_agent_rest_on_what_it_read()
    {
        var state = Written("""[{"op":"field","field":{"id":"f","name":"Lost in March","type":"text"}},{"op":"move","item":"i1","order":"a0","state":"done"}]""");

        Assert.Equal((7, 7), (state.Fields["f"].FromModel, state.Items["i1"].StateFromModel));
        Assert.Null(Written("""[{"op":"field","field":{"id":"due","name":"Due","type":"date"}}]""").Fields["due"].FromModel);
        Assert.Null(Ops.Apply(state, """[{"op":"move","item":"i1","order":"a0","state":"open"}]""").Items["i1"].StateFromModel);
    }

    [Fact]
    public void The_way_back_leads_there_in_requests_that_fit()
    {
        var then = Ops.Apply(Ops.State(), """[{"op":"set","item":"i1","field":"size","value":"S"}]""");
        for (var i = 0; i < 9; i++)
            then = Ops.Apply(then, $$"""[{"op":"text","block":"b1","version":{{i + 1}},"changes":[{{then.Blocks["b1"].Text.Length}},[0,"{{new string('\uE000', 9_000)}}"]]}]""");
        then = Ops.Apply(then, """[{"op":"field","field":{"id":"size","name":"Size","type":"choice","choices":["M"]}}]""");
        var now = Ops.Apply(then, """[{"op":"move","item":"i1","order":"a1","state":"done"},{"op":"set","item":"i1","field":"size","value":"M"},{"op":"text","block":"b1","version":10,"changes":[[81014,"none"]]},{"op":"delField","field":"n"}]""");

        var parts = WayBack.Of(now, then);
        var stamp = new OpStamp(Ops.Alice, DateTimeOffset.UnixEpoch, 9);
        var back = parts.Aggregate(now, (state, part) => Assert.IsType<Folded.Changed>(ArtifactFold.Apply(state, part.Ops, stamp)).State);

        Assert.Equal((then.Blocks["b1"].Text, "open", "a0"), (back.Blocks["b1"].Text, back.Items["i1"].State, back.Items["i1"].Order));
        Assert.False(back.Fields["n"].IsDeleted);
        Assert.All(parts, static part => Assert.True(OpReader.Write(part.Ops).Length <= ArtifactLimits.BytesOfOps + 2_000));
    }

    [Fact]
    public void A_full_artifact_takes_nothing_but_deletions()
    {
        var state = Ops.State();
        var head = new ArtifactHead(Ids.ArtifactId.New(), ArtifactKind.List, "", Ops.Alice, default, default, 1);
        var live = new LiveArtifact(head, default, state, []) { Size = 990 };

        Assert.Null(StateSize.After(live, Ops.Read("""[{"op":"title","title":"More"}]"""), state, most: 1_000));
        Assert.NotNull(StateSize.After(live, Ops.Read("""[{"op":"del","item":"i1"}]"""), state, most: 1_000));
    }

    private static ArtifactState Written(string ops) => Assert.IsType<Folded.Changed>(ArtifactFold.Apply(Ops.State(), Ops.Read(ops), ByModel)).State;
}
