using Onbehalf.Tests.Fixtures;
using Xunit.Abstractions;

namespace Onbehalf.Tests.Journeys;

/// <summary>Evidence is exact: in a thread of five, an answer is open to exactly those members who would get it by asking.</summary>
public sealed class OpennessTests(ITestOutputHelper output)
{
    [Fact]
    public async Task An_answer_is_open_to_every_member_who_would_get_it_by_asking_and_to_no_other()
    {
        await using var app = await InProcessApp.StartAsync(new Dictionary<string, string> { ["ONBEHALF_MAX_MESSAGES_PER_MINUTE"] = "10000" });

        var cells = await OpennessMatrix.MeasureAsync(app, ["alice", "bob", "carol", "dan", "erin"], OpennessMatrix.Questions);

        foreach (var cell in cells)
            output.WriteLine($"{(cell.Entitled == cell.Open ? "  " : "! ")}{cell}");
        Assert.Equal([], cells.Where(static cell => cell.Open && !cell.Entitled && !cell.ViewerSeesEveryRow));
        Assert.Equal([], cells.Where(static cell => cell.Entitled && !cell.Open));
        Assert.Equal([], cells.Where(static cell => cell.Asked));
    }
}
