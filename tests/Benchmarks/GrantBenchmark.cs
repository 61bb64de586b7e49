using System.Diagnostics;
using Onbehalf.Delegation;
using Onbehalf.Tests.Delegation;

namespace Onbehalf.Benchmarks;

/// <summary>Delegated tokens: a storm of expiring ones, and one that is good.</summary>
internal static class GrantBenchmark
{
    private const int People = 200;

    public static async Task RunAsync(int rounds)
    {
        await using var world = await GrantWorld.StartAsync();
        var people = await Task.WhenAll(Enumerable.Range(0, People).Select(_ => world.ConnectedAsync()));
        await Task.WhenAll(people.Select(world.GetAsync));
        world.Time.Advance(TimeSpan.FromMinutes(6));

        var before = world.Provider.Refreshes.Values.Sum();
        var storm = Stopwatch.GetTimestamp();
        var results = await Task.WhenAll(people.SelectMany(static person => Enumerable.Repeat(person, 5)).Select(world.GetAsync));
        var took = Stopwatch.GetElapsedTime(storm);
        if (results.Any(static result => result is not DelegatedTokenResult.Granted))
            throw new InvalidOperationException("A token was refused.");
        Console.WriteLine($"200 tokens expire, 5 calls each: {world.Provider.Refreshes.Values.Sum() - before} refreshes in {took.TotalSeconds:F1} s   goal exactly 200");

        var times = new List<double>(rounds);
        for (var i = 0; i < rounds + 200; i++)
        {
            var started = Stopwatch.GetTimestamp();
            await world.GetAsync(people[i % People]);
            if (i >= 200)
                times.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        }

        Console.WriteLine($"delegated token, memory   {new Figures(times)}   goal 0.01");
    }
}
