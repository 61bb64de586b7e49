using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Onbehalf.Identity;
using Onbehalf.Tests.Fixtures;

namespace Onbehalf.Benchmarks;

/// <summary>Validation of a bearer token, keys warm.</summary>
internal static class TokenBenchmark
{
    public static async Task RunAsync(InProcessApp app, int rounds)
    {
        var callers = app.Services.GetRequiredService<Callers>();
        var token = await app.TokenAsync("bob");
        var times = new List<double>(rounds);
        for (var i = 0; i < rounds + 200; i++)
        {
            var request = new DefaultHttpContext().Request;
            request.Headers.Authorization = $"Bearer {token}";
            var started = Stopwatch.GetTimestamp();
            if (await callers.AuthenticateAsync(request, default) is not CallerResult.Known)
                throw new InvalidOperationException("The token was refused.");
            if (i >= 200)
                times.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        }

        Console.WriteLine($"token validation          {new Figures(times)}   goal 0.15");
    }
}
