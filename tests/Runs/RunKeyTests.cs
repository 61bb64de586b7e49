using Onbehalf.Automations;
using Onbehalf.Automations.Runs;
using Onbehalf.Ids;

namespace Onbehalf.Tests.Runs;

public sealed class RunKeyTests
{
    [Fact]
    public void Every_key_that_names_a_run_is_read_back_as_that_run()
    {
        var run = RunId.Of(AutomationId.New(), "2026-11-25T08:00");
        var at = new DateTimeOffset(2026, 11, 25, 8, 0, 0, TimeSpan.Zero);

        Assert.Equal(run, RunKeys.ReadRow(RunKeys.Partition(run.Automation), RunKeys.Row(run)));
        Assert.Equal(run, RunKeys.ReadBy(RunKeys.ByRow(run, at)));
        Assert.Equal(run, RunKeys.ReadQueue(RunKeys.QueueRow(run, at)));
    }

    [Fact]
    public void A_persons_newer_runs_are_listed_first_and_older_ones_are_next_in_the_queue()
    {
        var run = RunId.Of(AutomationId.New(), "2026-11-25T08:00");
        var at = new DateTimeOffset(2026, 11, 25, 8, 0, 0, TimeSpan.Zero);

        Assert.True(string.CompareOrdinal(RunKeys.ByRow(run, at.AddMinutes(1)), RunKeys.ByRow(run, at)) < 0);
        Assert.True(string.CompareOrdinal(RunKeys.QueueRow(run, at.AddMinutes(1)), RunKeys.QueueRow(run, at)) > 0);
    }
}
