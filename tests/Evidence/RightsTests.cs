using System.Collections.Immutable;
using Onbehalf.Evidence;
using Onbehalf.Identity;
using Onbehalf.People;
using Onbehalf.Sources;
using Onbehalf.Sources.Postgres;
using Onbehalf.Tests.Sources;
using Onbehalf.Visibility;

namespace Onbehalf.Tests.Evidence;

/// <summary>Tests whether a person's rights cover the data of an answer, with a table of cases per kind of source.</summary>
public sealed class RightsTests : IClassFixture<ExpenseFile>
{
    private const string Emea = "permit (region = 'EMEA'::text)";
    private const string Amer = "permit (region = 'AMER'::text)";
    private const string Own = "permit (owner = (CURRENT_USER)::text)";
    private const string Every = "permit true";
    private const string Recent = "restrict (created_on > '2020-01-01'::date)";

    private readonly ExpenseFile _file;

    public RightsTests(ExpenseFile file) => _file = file;

    [Theory]
    [InlineData("", "", false, true, "no row security on either side")]
    [InlineData("", Emea, false, true, "everything covers a part")]
    [InlineData(Every, Emea, false, true, "a policy for every row is everything")]
    [InlineData(Every, "", false, true, "and is everything for those without row security, too")]
    [InlineData(Emea, Emea, false, true, "the same policy")]
    [InlineData(Emea + "|" + Amer, Emea, false, true, "one policy more")]
    [InlineData(Emea, Amer, false, false, "another policy")]
    [InlineData(Emea, Emea + "|" + Amer, false, false, "one policy less")]
    [InlineData(Emea, "", false, false, "a part does not cover everything")]
    [InlineData(Emea, Every, false, false, "nor a policy for every row")]
    [InlineData(Emea + "|" + Recent, Emea, false, false, "a restriction more")]
    [InlineData(Emea, Emea + "|" + Recent, false, true, "a restriction less")]
    [InlineData(Every + "|" + Recent, Emea, false, false, "every row but for a restriction")]
    [InlineData("none", Emea, false, false, "no policy lets anything through")]
    [InlineData(Emea, "none", false, true, "what somebody saw to whom no policy shows anything")]
    [InlineData(Own, Own, true, false, "the same policy, which asks who is there")]
    [InlineData(Every, Own, true, true, "every row covers somebody's own rows")]
    [InlineData("", "", true, false, "a view that looks at who asks, whatever its policies")]
    [InlineData("foreign table", "foreign table", true, false, "rows that another server decides about")]
    public void PostgreSQL_covers_by_policies(string mine, string touched, bool dependsOnAsker, bool expected, string why)
    {
        var rights = new PostgresRights(Catalog(Rules(mine), "id", "region"));

        Assert.True(expected == rights.Cover(new("company", "s.deals", ["id"], Rules(touched), DependsOnAsker: dependsOnAsker), isAsker: false), why);
    }

    [Theory]
    [InlineData(Own, Own, true, true)]
    [InlineData("", "", true, true)]
    [InlineData(Emea, Emea + "|" + Amer, false, false)]
    public void The_one_who_asked_is_a_viewer_like_any_other_but_for_rules_about_who_asks(string mine, string touched, bool dependsOnAsker, bool expected) => Assert.Equal(
        expected, new PostgresRights(Catalog(Rules(mine), "id")).Cover(new("company", "s.deals", ["id"], Rules(touched), DependsOnAsker: dependsOnAsker), isAsker: true));

    [Fact]
    public void A_column_a_relation_or_a_lineage_that_is_missing_is_not_covered()
    {
        var rights = new PostgresRights(Catalog([], "id", "region"));

        Assert.True(rights.Cover(new("company", "s.deals", ["id", "region"], []), isAsker: false));
        Assert.False(rights.Cover(new("company", "s.deals", ["id", "amount"], []), isAsker: false));
        Assert.False(rights.Cover(new("company", "s.tickets", [], []), isAsker: false));
        Assert.False(rights.Cover(Touched.Unknown("company"), isAsker: false));
    }

    [Theory]
    [InlineData("SELECT count(*) FROM regions", true, true)]
    [InlineData("SELECT sum(amount) FROM orders", true, false)]
    [InlineData("SELECT count(*) FROM orders", true, false)]
    public async Task A_declared_policy_covers_the_same_rule_or_every_row(string sql, bool carol, bool mallory)
    {
        var touched = (await _file.AskAsync(_file.Bob, sql)).Touched;

        Assert.Equal((carol, mallory), (await CoverAsync(_file.Carol, touched), await CoverAsync(TestPeople.Authority("mallory", groups: "sales"), touched)));
        Assert.True(await CoverAsync(_file.Bob, touched));
    }

    [Fact]
    public async Task A_declared_policy_does_not_let_a_part_cover_the_whole()
    {
        var touched = (await _file.AskAsync(_file.Carol, "SELECT sum(amount) FROM orders")).Touched;

        Assert.False(await CoverAsync(_file.Bob, touched));
        Assert.False(await CoverAsync(TestPeople.Authority("bob", provider: "elsewhere", groups: "cfo"), touched));
    }

    [Fact]
    public async Task What_nobody_can_say_is_open_to_its_asker_under_the_same_grant_alone()
    {
        var alice = TestPeople.Authority("alice");
        EvidencePiece piece = new(alice.Subject.Id.Value, alice.Version, [Touched.Unknown("company")]);
        var rights = new Rights([]);

        Assert.True(await rights.Of(alice).CoverAsync(piece, default));
        Assert.False(await rights.Of(TestPeople.Authority("alice", version: "2")).CoverAsync(piece, default));
        Assert.False(await rights.Of(TestPeople.Authority("bob")).CoverAsync(piece, default));
    }

    [Fact]
    public async Task A_source_that_cannot_be_asked_opens_nothing_not_even_to_the_asker()
    {
        var alice = TestPeople.Authority("alice");
        EvidencePiece piece = new(alice.Subject.Id.Value, alice.Version, [new("company", "s.deals", ["id"], [])]);

        Assert.False(await new Rights([]).Of(alice).CoverAsync(piece, default));
        Assert.False(await new Rights([new Source(null)]).Of(alice).CoverAsync(piece, default));
        Assert.True(await new Rights([new Source(new PostgresRights(Catalog([], "id")))]).Of(alice).CoverAsync(piece, default));
    }

    [Fact]
    public async Task A_source_is_asked_once_per_confirmation_however_much_there_is_to_decide()
    {
        var source = new Source(new PostgresRights(Catalog([], "id")));
        var rights = new Rights([source]);
        var bob = TestPeople.Authority("bob");
        EvidencePiece piece = new("somebody", "1", [new("company", "s.deals", ["id"], [])]);

        await Task.WhenAll(Enumerable.Range(0, 60).Select(_ => rights.Of(bob).CoverAsync(piece, default)));
        Assert.Equal(1, source.Asked);

        await rights.Of(TestPeople.Authority("bob")).CoverAsync(piece, default);
        Assert.Equal(2, source.Asked);
    }

    private async Task<bool> CoverAsync(Authority viewer, ImmutableArray<Touched> touched) =>
        await _file.Source.OfAsync(viewer, default) is { } held && touched.All(one => held.Cover(one, isAsker: false));

    private static ImmutableArray<string> Rules(string text) => [.. text.Split('|', StringSplitOptions.RemoveEmptyEntries)];

    private static VisibleCatalog Catalog(ImmutableArray<string> rules, params string[] columns) => new(
        "company", "postgres", [new("s", "deals", [.. columns.Select(static c => new VisibleColumn(c, "text"))], [], [], "", rules, false, false)], []);

    private sealed class Source(IHeldRights? held) : IRights
    {
        private int _asked;

        public int Asked => _asked;

        string IRights.Source => "company";

        public Task<IHeldRights?> OfAsync(Authority viewer, CancellationToken cancellation)
        {
            Interlocked.Increment(ref _asked);
            return Task.FromResult(held);
        }
    }
}
