using System.Collections.Immutable;
using Onbehalf.Orchestrations.Starting;
using Onbehalf.Sources;

namespace Onbehalf.Tests.Sources;

/// <summary>A database whose administrator took TEMPORARY from everybody: queries answer, mistakes are explained, and the page says what is missing.</summary>
public sealed class WithoutTemporaryTests(CompanyCopy company) : IClassFixture<CompanyCopy>
{
    [Fact]
    public async Task A_mistake_is_explained_in_the_servers_words()
    {
        await company.AlterAsync($"grant usage on schema public to public; revoke temporary on database {company.Database} from public; create table public.pay (id int primary key, who text, amount numeric(12,2)); insert into public.pay values (1, 'a', 10.5); grant select, update on public.pay to public; create schema closed; create table closed.t (id int)");

        Assert.Contains("[[1]]", Said.Of(await company.AskAsync("bob", "select id from pay")), StringComparison.Ordinal);
        Assert.Equal("NOT_FOUND: operator does not exist: text = integer", Said.Of(await company.AskAsync("bob", "select sum(amount) from pay where who = 1")));
        Assert.Equal("SHAPE: invalid input syntax for type integer: \"abc\"", Said.Of(await company.AskAsync("bob", "select id from pay where id = 'abc'")));
        Assert.StartsWith("NOT_FOUND: no such table, column or function: wo.", Said.Of(await company.AskAsync("bob", "select wo from pay")), StringComparison.Ordinal);
        Assert.StartsWith("SHAPE: syntax error", Said.Of(await company.AskAsync("bob", "select id frm pay where")), StringComparison.Ordinal);
        Assert.StartsWith("NOT_FOUND: no such table, column or function: closed, t.", Said.Of(await company.AskAsync("bob", "select id from closed.t")), StringComparison.Ordinal);
        var change = new RowChange(ChangeOperation.Update, "public.pay", Values("id", "1"), Values("amount", "2.005"));
        var card = Assert.IsType<ChangePreview.Ready>(await company.PreviewAsync("bob", change));
        Assert.Equal("2.01", card.Stored["amount"]);
        Assert.IsType<ChangeOutcome.Done>(await company.Source.ApplyAsync(TestPeople.Authority("bob"), change, card.Digest, CancellationToken.None));
        Assert.Contains((await company.CatalogAsync("bob")).Flags, static flag => flag.Contains("GRANT TEMPORARY", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_row_type_of_a_hidden_table_answers_like_none()
    {
        await company.AlterAsync($"grant usage on schema public to public; revoke temporary on database {company.Database} from public");
        string[] texts = ["select row_to_json(row(1, 'x')::public.shut)", "select cast(null as shut)", "select json_query('{}', '$' returning public.shut)", "select shut '(1,x)'", "select (null::public._shut)[1]"];
        var without = await AskAsync(texts);
        await company.AlterAsync("create table public.shut (id int, salary text)");

        Assert.Equal(without, await AskAsync(texts));
        Assert.All(without, static said => Assert.StartsWith("NOT_FOUND: ", said, StringComparison.Ordinal));
        Assert.Contains("[[1]]", Said.Of(await company.AskAsync("bob", "select cast(1 as int) as shut")), StringComparison.Ordinal);
    }

    private async Task<string[]> AskAsync(IEnumerable<string> texts) => await Task.WhenAll(texts.Select(async text => Said.Of(await company.AskAsync("bob", text))));

    private static ImmutableSortedDictionary<string, string?> Values(string name, string value) =>
        ImmutableSortedDictionary<string, string?>.Empty.WithComparers(StringComparer.Ordinal).Add(name, value);
}
