using Onbehalf.Tests.Fixtures;
using Xunit.Abstractions;

namespace Onbehalf.Tests.Journeys;

/// <summary>Evidence is exact: in a thread of five, an answer is open to exactly those members who would get it by asking.</summary>
public sealed class OpennessTests(ITestOutputHelper output)
{
    /// <summary>The number of entitled cells. With fewer, some question has no answer any more.</summary>
    private const int FewestEntitled = 34;

    private static readonly string[] People = ["alice", "bob", "carol", "dan", "erin"];

    /// <summary>Each by somebody who gets an answer: most answers are everybody's who is employed, some their asker's alone.</summary>
    private static readonly (string Asker, string Question)[] Asked =
    [
        ("alice", "how many employees by department"), ("bob", "what does our travel policy say about hotels?"), ("carol", "top 5 open deals"), ("dan", "total expenses by category"),
        ("erin", "how many deals by region"), ("alice", "average salary by department"), ("bob", "how many employees by title"), ("carol", "how many employees by region"),
        ("bob", "how many tickets by status"), ("erin", "how many employees"), ("alice", "how many employees in Legal"), ("bob", "who are the customers in EMEA"),
        ("carol", "list the departments"), ("erin", "how many employees in Sales"), ("dan", "how many departments by location"), ("erin", "what does the travel policy say about flights?"),
    ];

    [Fact]
    public async Task An_answer_is_open_to_every_member_who_would_get_it_by_asking_and_to_no_other()
    {
        await using var app = await InProcessApp.StartAsync(new Dictionary<string, string> { ["ONBEHALF_MAX_MESSAGES_PER_MINUTE"] = "10000" });
        var alone = await OpennessMatrix.AloneAsync(app, People, [.. Asked.Select(static one => one.Question)]);

        var cells = await OpennessMatrix.MeasureAsync(app, await app.OpenThreadAsync(People[0], People[1..]), People, Asked, alone);

        foreach (var cell in cells)
            output.WriteLine($"{(cell.Entitled == cell.Open ? "  " : "! ")}{cell}");
        Assert.InRange(cells.Count(static cell => cell.Entitled), FewestEntitled, cells.Count - 1);
        Assert.Equal([], cells.Where(static cell => cell.Open && !cell.Entitled && !cell.ViewerSeesEveryRow));
        Assert.Equal([], cells.Where(static cell => cell.Entitled && !cell.Open));
        Assert.Equal([], cells.Where(static cell => cell.Asked));
    }
}
