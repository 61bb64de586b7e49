using Microsoft.Extensions.DependencyInjection;
using Onbehalf.Acts;
using Onbehalf.Automations;
using Onbehalf.Evidence;
using Onbehalf.Identity;
using Onbehalf.Ids;
using Onbehalf.Tests.Journeys;

namespace Onbehalf.Tests.Automations;

/// <summary>A rule looks as its author, through the one enforcement point, on record.</summary>
[Collection(PuppetRuns.Name)]
public sealed class RuleLooksTests(PuppetWorld world)
{
    private static readonly DateTimeOffset Due = new(2026, 11, 2, 7, 0, 0, TimeSpan.Zero);

    private RuleLooks Looks => world.App.Services.GetRequiredService<RuleLooks>();

    [Fact]
    public async Task It_wakes_once_when_the_condition_comes_true_and_the_look_is_on_record_as_unattended()
    {
        var (rule, content) = await RuleAsync("alice", "select count(*) from employees", new("above", 1));

        var first = await Looks.LookAsync(rule, content, Due, default);
        await Looks.RememberAsync(rule, Assert.IsType<RuleLook.CameTrue>(first).State, default);
        var second = await Looks.LookAsync(rule, content, Due.AddMinutes(15), default);
        var edited = await Looks.LookAsync(rule, content with { Prompt = "another" }, Due.AddMinutes(30), default);

        Assert.IsType<RuleLook.Quiet>(second);
        Assert.IsType<RuleLook.CameTrue>(edited);
        Assert.Contains(await world.App.AuditAsync("alice", "tool=query_data"), row => row.At("callId")!.StartsWith($"{rule.Id}-r", StringComparison.Ordinal) && row.At("act") == "agentUnattended" && row.At("author") == rule.Author.Id.Value);
    }

    [Theory]
    [InlineData("alice", true)]
    [InlineData("bob", false)]
    public async Task It_sees_what_its_author_may_see_and_nothing_else(string author, bool may)
    {
        var (rule, content) = await RuleAsync(author, "select avg(salary) from employees", new("above", 1));

        var look = await Looks.LookAsync(rule, content, Due, default);

        if (may)
            Assert.IsType<RuleLook.CameTrue>(look);
        else
            Assert.Equal(new RuleLook.Lost("rule-refused"), look);
    }

    [Fact]
    public async Task T36_a_rule_that_was_written_with_what_its_author_may_not_see_now_sends_no_query()
    {
        var (rule, content) = await RuleAsync("alice", "select count(*) from employees", new("above", 1));
        var locked = content with { Evidence = [new("somebody", "", [Touched.Unknown("company")])] };

        var look = await Looks.LookAsync(rule, locked, Due, default);

        Assert.Equal(new RuleLook.Lost("text-locked"), look);
        Assert.DoesNotContain(await world.App.AuditAsync("alice", "tool=query_data"), row => row.At("callId")!.StartsWith($"{rule.Id}-r", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_rests_between_looks_is_a_digest_that_only_the_author_s_key_can_make()
    {
        var (alices, content) = await RuleAsync("alice", "select count(*) from employees", new("changes"));
        var (bobs, _) = await RuleAsync("bob", "select count(*) from employees", new("changes"));
        var first = Assert.IsType<RuleLook.Quiet>(await Looks.LookAsync(alices, content, Due, default)).State;
        await Looks.RememberAsync(alices, first, default);
        var table = new ResultTable("company", "select 1", [new("n", "number")], [[1L]], false);

        var again = await Looks.LookAsync(alices, content, Due.AddMinutes(15), default);
        var (hers, same, his) = (await Looks.DigestAsync(alices, table, null, default), await Looks.DigestAsync(alices, table, first, default), await Looks.DigestAsync(bobs, table, null, default));

        Assert.Equal(new RuleLook.Quiet(first), again);
        Assert.Equal(hers, same);
        Assert.NotEqual(hers.Split(':')[1], his.Split(':')[1]);
    }

    private async Task<(Automation Rule, AutomationContent Content)> RuleAsync(string author, string sql, RuleCondition condition)
    {
        await world.App.AsAsync(author);
        var person = await world.App.Services.GetRequiredService<PeopleStore>().FindAsync(world.App.SubjectOf(author), default);
        var content = new AutomationContent("Alert", "how many", new Trigger.Rule("company", sql, condition, "*/15 * * * *", "UTC"), [], []);
        return (new(AutomationId.New(), person!, AutomationState.Active, content, null, ThreadId.New(), null, Due, Due, Due, null, default), content);
    }
}
