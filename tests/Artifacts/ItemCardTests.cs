using System.Collections.Immutable;
using System.Text.Json;
using Onbehalf.Artifacts;
using Onbehalf.Artifacts.Tools;
using Onbehalf.Evidence;
using Onbehalf.Identity;
using Onbehalf.Ids;
using Onbehalf.Tests.Sources;
using Onbehalf.Tools;

namespace Onbehalf.Tests.Artifacts;

/// <summary>The card of a changed item, for an author who may not see every value of it.</summary>
public sealed class ItemCardTests
{
    private const long ByModel = 7;

    private static readonly ArtifactId Id = ArtifactId.New();
    private static readonly Authority Bob = TestPeople.Authority("bob");

    [Fact]
    public void Cards_that_differ_in_locked_words_only_have_the_same_bytes()
    {
        var one = Card("kestrel", "open", "2026-12-24");
        var other = Card("osprey", "done", "2026-12-24");

        Assert.Equal(JsonSerializer.Serialize(one), JsonSerializer.Serialize(other));
    }

    [Fact]
    public void Another_open_word_or_new_value_is_another_digest()
    {
        var card = Card("kestrel", "open", "2026-12-24", ByModel);

        Assert.NotEqual(card.Digest, Card("osprey", "open", "2026-12-24", ByModel).Digest);
        Assert.NotEqual(card.Digest, Card("kestrel", "done", "2026-12-24", ByModel).Digest);
        Assert.NotEqual(card.Digest, Card("kestrel", "open", "2026-12-25", ByModel).Digest);
    }

    [Fact]
    public void More_evidence_than_an_artifact_can_hold_is_refused_before_the_card()
    {
        var tool = new ChangeItem(null!, null!, null!);
        ImmutableArray<EvidencePiece> much =
            [.. Enumerable.Range(0, 3_000).Select(static i => new EvidencePiece("asker", $"{i}", [Touched.Unknown(new string('s', 100))]))];

        Assert.Null(tool.Refuses([much[0]]));
        Assert.Equal(RefusalCodes.Limit, tool.Refuses(much)?.RefusalCode);
    }

    /// <summary>The agent wrote a title, a link and a state. A person has replaced the link, so the agent's is an earlier value of the field.</summary>
    private static ConfirmationCard Card(string words, string state, string due, params long[] open)
    {
        var byModel = Ops.Read($$"""[{"op":"set","item":"i1","field":"title","value":"{{words}}"},{"op":"set","item":"i1","field":"at","value":"https://{{words}}.test/"},{"op":"move","item":"i1","order":"a0","state":"{{state}}"}]""");
        var written = Assert.IsType<Folded.Changed>(ArtifactFold.Apply(Ops.State(), byModel, new(Ops.Alice, DateTimeOffset.UnixEpoch, ByModel, FromModel: true))).State;
        var before = Ops.Apply(written, """[{"op":"set","item":"i1","field":"at","value":"https://mine.test/"}]""", ByModel + 1);
        var after = Ops.Apply(before, $$"""[{"op":"set","item":"i1","field":"due","value":"{{due}}"}]""", ByModel + 2);
        var head = new ArtifactHead(Id, ArtifactKind.List, "", Ops.Alice, default, default, ByModel + 1);
        return ItemCard.Of(Bob, new(head, default, before, []), after, "i1", [Ops.Alice], [.. open]);
    }
}
