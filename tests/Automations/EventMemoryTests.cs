using Onbehalf.Automations;
using Onbehalf.Ids;

namespace Onbehalf.Tests.Automations;

public sealed class EventMemoryTests
{
    private static readonly DateTimeOffset Monday = new(2026, 11, 2, 7, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task An_event_is_forgotten_once_its_signature_is_too_old_and_never_where_it_has_no_time()
    {
        var stage = await AutomationStage.OpenAsync(Monday);
        var (memory, automation) = (new SeenEvents(stage.Tables, stage.Time), AutomationId.New());
        foreach (var (id, isTimed) in new[] { ("timed", true), ("timeless", false) })
        {
            await memory.TakeAsync(automation, id, isTimed, default);
            await memory.BegunAsync(automation, id, default);
        }

        await memory.SweepAsync(default);
        var before = await memory.TakeAsync(automation, "timed", isTimed: true, default);
        stage.Time.Advance(TimeSpan.FromDays(2));
        await memory.SweepAsync(default);

        Assert.False(before);
        Assert.True(await memory.TakeAsync(automation, "timed", isTimed: true, default));
        Assert.False(await memory.TakeAsync(automation, "timeless", isTimed: false, default));
    }
}
