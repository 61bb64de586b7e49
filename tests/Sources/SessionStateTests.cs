using Onbehalf.Evidence;
using Onbehalf.Orchestrations.Starting;
using Onbehalf.Sources;

namespace Onbehalf.Tests.Sources;

/// <summary>A person's connection serves many queries. None of them inherits the state of the one before, and a repeated text is not trusted.</summary>
public sealed class SessionStateTests(CompanyCopy company) : ReportedCases(company)
{
    private static readonly QueryLimits Ten = new(10, 100_000, TimeSpan.FromSeconds(2));

    [Fact]
    public async Task A_setting_that_a_trigger_made_in_a_committed_change_is_gone_for_the_next_query()
    {
        await Company.AlterAsync($"""
            create table {Place}.t (id int primary key, word text); insert into {Place}.t values (1, 'a');
            create function {Place}.mark() returns trigger language plpgsql as $$ begin set demo.mark = 'made'; return new; end $$;
            create trigger mark before update on {Place}.t for each row execute function {Place}.mark();
            create view {Place}.marks as select coalesce(current_setting('demo.mark', true), '') as mark;
            grant select, update on {Place}.t to public; grant select on {Place}.marks to public
            """);
        var marks = $"select mark from {Place}.marks";
        Assert.Equal("[[\"\"]]", await RowsAsync(marks));

        var card = await CardAsync("update", $"{Place}.t", """{"id":1}""", """{"word":"b"}""");
        var done = await InvokeAsync(card.Digest, "update", $"{Place}.t", """{"id":1}""", """{"word":"b"}""");

        Assert.StartsWith("Done: one row", done.ForModel, StringComparison.Ordinal);
        for (var i = 0; i < 4; i++)
            Assert.Equal("[[\"\"]]", await RowsAsync(marks));
    }

    [Fact]
    public async Task A_known_text_whose_result_has_grown_beyond_the_limit_is_cut_there()
    {
        var (text, afresh) = await NumbersAsync(4);
        for (var i = 0; i < 3; i++)
            Assert.False(Table(await Company.AskAsync("bob", text, Ten)).Truncated);

        await Company.AlterAsync($"insert into {Place}.n select g, g from generate_series(5, 5000) g");

        for (var i = 0; i < 2; i++)
        {
            var grown = await Company.AskAsync("bob", text, Ten);
            Assert.Equal((10, true), (Table(grown).Rows.Length, Table(grown).Truncated));
            Assert.Equal(Said.Of(await Company.AskAsync("bob", afresh, Ten)), Said.Of(grown).Replace(text, afresh, StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task A_known_text_that_fails_now_gets_the_reason_and_evidence_of_a_new_one()
    {
        var (text, afresh) = await NumbersAsync(4);
        for (var i = 0; i < 3; i++)
            Table(await Company.AskAsync("bob", text, Ten));

        await Company.AlterAsync($"update {Place}.n set n = 0 where id = 2");

        var failed = await Company.AskAsync("bob", text, Ten);
        Assert.IsType<QueryOutcome.Failed>(failed);
        Assert.Equal(Said.Of(await Company.AskAsync("bob", afresh, Ten)), Said.Of(failed));
    }

    private static ResultTable Table(QueryOutcome outcome) => Assert.IsType<QueryOutcome.Rows>(outcome).Table;

    private async Task<(string Text, string Afresh)> NumbersAsync(int count)
    {
        await Company.AlterAsync($"""
            create table {Place}.n (id int primary key, n int); insert into {Place}.n select g, g from generate_series(1, {count}) g;
            grant select on {Place}.n to public
            """);
        var text = $"select id, 100 / n as share from {Place}.n order by id";
        return (text, $"{text} --");
    }
}
