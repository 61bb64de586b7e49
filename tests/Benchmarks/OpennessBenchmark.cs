using Onbehalf.Tests.Fixtures;
using Onbehalf.Tests.Journeys;

namespace Onbehalf.Benchmarks;

/// <summary>
/// Of all answers in rooms of two, five and seven: how many are open to a member who gets the same by asking alone, and how many to one who
/// does not. Every person is in as many rooms as a room has members and asks as many questions as everybody else. With the demo planner.
/// </summary>
internal static class OpennessBenchmark
{
    private static readonly string[] People = ["alice", "bob", "mallory", "carol", "dan", "erin", "frank"];

    public static async Task RunAsync(int questions)
    {
        await using var app = await InProcessApp.StartAsync(new Dictionary<string, string> { ["ONBEHALF_MAX_MESSAGES_PER_MINUTE"] = "100000" });
        string[] asked = [.. OpennessMatrix.MoreQuestions.Take(questions)];
        var alone = await OpennessMatrix.AloneAsync(app, People, asked);
        Console.WriteLine($"openness: {asked.Length} questions, {alone.Values.Count(static answer => answer is not null)} of {alone.Count} answered when asked alone");
        foreach (var size in (int[])[2, 5, 7])
        {
            var cells = new List<OpennessCell>();
            for (var first = 0; first < People.Length; first++)
                cells.AddRange(await OpennessMatrix.MeasureAsync(app, [.. Enumerable.Range(first, size).Select(static n => People[n % People.Length])], asked, alone));
            Print(size, cells);
        }
    }

    private static void Print(int size, IReadOnlyList<OpennessCell> cells)
    {
        var entitled = cells.Where(static cell => cell.Entitled).ToList();
        var others = cells.Where(static cell => !cell.Entitled && !cell.ViewerSeesEveryRow).ToList();
        var (open, leaked) = (entitled.Count(static cell => cell.Open), others.Count(static cell => cell.Open));
        Console.WriteLine($"rooms of {size}   open to the entitled {open}/{entitled.Count} = {open / (double)Math.Max(1, entitled.Count):P1}   goal 95 %   to others {leaked}/{others.Count}   goal 0   behind a card {cells.Count(static cell => cell.Asked)}");
        foreach (var wrong in cells.Where(static cell => cell.Entitled ? !cell.Open : cell.Open && !cell.ViewerSeesEveryRow).Take(40))
            Console.WriteLine($"   {(wrong.Open ? "open to" : "locked for")} {wrong.Viewer}: {wrong.Asker} asked \"{wrong.Question}\"");
    }
}
