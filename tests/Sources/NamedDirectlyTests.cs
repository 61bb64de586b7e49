using Onbehalf.Sources;

namespace Onbehalf.Tests.Sources;

/// <summary>Relations that no description lists but a query can name: system columns, partitions, children, sequences.</summary>
public sealed class NamedDirectlyTests(CompanyCopy company) : IClassFixture<CompanyCopy>, IAsyncLifetime
{
    private readonly string _place = $"direct{Guid.NewGuid().ToString("n")[..8]}";

    public Task InitializeAsync() => company.AlterAsync($"""
        create schema {_place}; grant usage on schema {_place} to sales, employees;
        create table {_place}.parts (id int, region text, secret text) partition by list (region);
        create table {_place}.emea partition of {_place}.parts for values in ('EMEA');
        create table {_place}.amer partition of {_place}.parts for values in ('AMER');
        insert into {_place}.parts values (1, 'EMEA', 'x1'), (2, 'AMER', 'x2');
        create table {_place}.parent (id int); create table {_place}.child (more text) inherits ({_place}.parent); insert into {_place}.child values (1, 'm');
        create sequence {_place}.counter;
        grant select on {_place}.emea, {_place}.parts, {_place}.child, {_place}.parent, {_place}.counter to sales_emea;
        grant select (id) on {_place}.emea to erin
        """);

    public Task DisposeAsync() => Task.CompletedTask;

    [Theory]
    [InlineData("select ctid, id from company.deals limit 1")]
    [InlineData("select xmin::text, tableoid, cmin, cmax, xmax::text from company.deals limit 1")]
    [InlineData("select d.tableoid, d.* from company.deals d where d.ctid is not null limit 2")]
    [InlineData("select id, secret from {0}.emea")]
    [InlineData("select ctid, id from {0}.emea")]
    [InlineData("select id, more from {0}.child")]
    [InlineData("select id from only {0}.parent")]
    [InlineData("select last_value from {0}.counter")]
    public async Task The_answer_is_open_to_its_speaker_and_to_those_with_the_same_rights_alone(string text)
    {
        var bob = await company.RowsAsync("bob", text.Replace("{0}", _place, StringComparison.Ordinal));

        Assert.True(await company.IsOpenAsync(bob, "bob", isAsker: true));
        Assert.True(await company.IsOpenAsync(bob, "mallory"));
        Assert.False(await company.IsOpenAsync(bob, "erin"));
        Assert.All(bob.Touched, static t => Assert.DoesNotContain("?", t.Columns));
    }

    [Fact]
    public async Task A_grant_of_one_column_is_none_of_the_system_columns()
    {
        var (id, ctid) = (await company.RowsAsync("bob", $"select id from {_place}.emea"), await company.RowsAsync("bob", $"select ctid, id from {_place}.emea"));

        Assert.True(await company.IsOpenAsync(id, "erin"));
        Assert.False(await company.IsOpenAsync(ctid, "erin"));
        Assert.IsNotType<QueryOutcome.Rows>(await company.AskAsync("erin", $"select ctid from {_place}.emea"));
    }

    [Fact]
    public async Task None_of_them_is_in_a_description()
    {
        var catalog = await company.CatalogAsync("bob");

        Assert.DoesNotContain(catalog.Tables, static t => t.Name is "emea" or "counter");
        Assert.All(catalog.Tables, static t => Assert.DoesNotContain(t.Columns, static c => c.Name == "ctid"));
    }
}
