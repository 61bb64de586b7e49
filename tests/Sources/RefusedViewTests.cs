using Onbehalf.Sources;

namespace Onbehalf.Tests.Sources;

/// <summary>A database with an event trigger that refuses every new view: its answers stay with their asker, and the page says why.</summary>
public sealed class RefusedViewTests(CompanyCopy company) : IClassFixture<CompanyCopy>
{
    [Fact]
    public async Task An_answer_without_evidence_is_locked_and_its_cause_is_named_until_it_is_gone()
    {
        await company.AlterAsync("""
            create table public.seen (id int); insert into public.seen values (7); grant usage on schema public to public; grant select on public.seen to public;
            create function public.no_views() returns event_trigger language plpgsql as $$ begin raise exception 'ask the change board'; end $$;
            create event trigger no_views on ddl_command_start when tag in ('CREATE VIEW') execute function public.no_views()
            """);

        var closed = await company.RowsAsync("bob", "select id from public.seen");
        var said = (await company.CatalogAsync("bob")).Flags;
        await company.AlterAsync("drop event trigger no_views");
        var open = await company.RowsAsync("bob", "select id from public.seen");

        Assert.False(await company.IsOpenAsync(closed, "mallory"));
        Assert.Contains(said, static flag => flag.Contains("an event trigger (P0001)", StringComparison.Ordinal));
        Assert.True(await company.IsOpenAsync(open, "mallory"));
        Assert.DoesNotContain((await company.CatalogAsync("bob")).Flags, static flag => flag.Contains("event trigger", StringComparison.Ordinal));
    }
}
