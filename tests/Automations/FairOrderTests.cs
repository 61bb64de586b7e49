using Onbehalf.Automations;
using Onbehalf.Ids;

namespace Onbehalf.Tests.Automations;

/// <summary>T32: one person's number of automations makes nobody else's late.</summary>
public sealed class FairOrderTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 2, 7, 0, 0, TimeSpan.Zero);

    [Fact]
    public void T32_everybody_has_their_turn_before_anybody_has_a_second()
    {
        var (alice, bob, carol) = (AutomationStage.Person("Alice").Id, AutomationStage.Person("Bob").Id, AutomationStage.Person("Carol").Id);
        DueEntry[] due = [.. Enumerable.Range(0, 1000).Select(i => new DueEntry(Now.AddMinutes(-i), alice, AutomationId.New())), new(Now, bob, AutomationId.New()), new(Now, carol, AutomationId.New())];

        var order = FairOrder.Of(due, 20).ToArray();

        Assert.Equal(new[] { alice, bob, carol }.OrderBy(static s => s.Value), order.Take(3).Select(static d => d.Author).OrderBy(static s => s.Value));
        Assert.Equal(20, order.Count(d => d.Author == alice));
        Assert.Equal(22, order.Length);
    }

    [Fact]
    public void A_person_s_oldest_goes_first()
    {
        var alice = AutomationStage.Person("Alice").Id;
        DueEntry[] due = [new(Now, alice, AutomationId.New()), new(Now.AddHours(-1), alice, AutomationId.New()), new(Now.AddMinutes(-1), alice, AutomationId.New())];

        Assert.Equal(due.OrderBy(static d => d.At), FairOrder.Of(due, 20));
        Assert.Equal(due[1], Assert.Single(FairOrder.Of(due, 1)));
        Assert.Empty(FairOrder.Of([], 20));
    }
}
