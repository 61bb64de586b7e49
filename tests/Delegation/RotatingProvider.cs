using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http;

namespace Onbehalf.Tests.Delegation;

/// <summary>A token endpoint that rotates: a refresh token works once, and one that comes back ends its whole family (as Okta and oidc-provider do).</summary>
internal sealed class RotatingProvider
{
    private readonly ConcurrentDictionary<string, string> _alive = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string> _spent = new(StringComparer.Ordinal);
    private int _now;
    private int _most;
    private int _next;

    public ConcurrentDictionary<string, int> Refreshes { get; } = new(StringComparer.Ordinal);

    public ConcurrentBag<string> Revoked { get; } = [];

    /// <summary>Every refresh token there ever was.</summary>
    public IEnumerable<string> Tokens => _alive.Keys.Concat(_spent.Keys);

    /// <summary>How many were being served at once, at most.</summary>
    public int MostAtOnce => _most;

    public TimeSpan Delay { get; set; }

    public int ExpiresIn { get; set; } = 300;

    /// <summary>Answers instead, where it does.</summary>
    public Func<HttpContext, IResult?> Instead { get; set; } = static _ => null;

    public string Grant(string family)
    {
        var token = $"{Guid.NewGuid():N}{Interlocked.Increment(ref _next)}";
        _alive[token] = family;
        return token;
    }

    public async Task<IResult> AnswerAsync(HttpContext context)
    {
        if (Instead(context) is { } other)
            return other;
        var form = await context.Request.ReadFormAsync();
        if (context.Request.Path == "/revoke")
        {
            Revoked.Add(form["token"]!);
            _alive.TryRemove(form["token"]!, out _);
            return Results.Ok();
        }

        var running = Interlocked.Increment(ref _now);
        InterlockedMax(running);
        try
        {
            if (Delay > TimeSpan.Zero)
                await Task.Delay(Delay);
            return Refresh(form["refresh_token"]!, form["resource"]!);
        }
        finally
        {
            Interlocked.Decrement(ref _now);
        }
    }

    private IResult Refresh(string token, string resource)
    {
        if (_spent.TryGetValue(token, out var reused))
        {
            foreach (var (alive, _) in _alive.Where(one => one.Value == reused))
                _alive.TryRemove(alive, out _);
            return Denied();
        }

        if (!_alive.TryRemove(token, out var family))
            return Denied();
        _spent[token] = family;
        var count = Refreshes.AddOrUpdate(family, 1, static (_, before) => before + 1);
        return Results.Json(new { access_token = $"{Guid.NewGuid():N}{count}", token_type = "Bearer", expires_in = ExpiresIn, refresh_token = Grant(family), scope = "read", resource });
    }

    private static IResult Denied() => Results.Json(new { error = "invalid_grant" }, statusCode: 400);

    private void InterlockedMax(int running)
    {
        for (var seen = _most; running > seen && Interlocked.CompareExchange(ref _most, running, seen) != seen; seen = _most)
        {
        }
    }
}
