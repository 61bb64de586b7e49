using System.Collections.Concurrent;
using Microsoft.Playwright;
using Onbehalf.Tests.Fixtures;

namespace Onbehalf.Tests.Journeys;

/// <summary>The streams of some kinds that a page opens and ends, on a clock that can be put forward.</summary>
internal sealed class PageStreams
{
    private const string SetVisibility = "state => { Object.defineProperty(document, 'visibilityState', { value: state, configurable: true }); document.dispatchEvent(new Event('visibilitychange')); }";

    private readonly IPage _page;
    private readonly string[] _kinds;
    private readonly ConcurrentDictionary<IRequest, string> _open = new();

    private PageStreams(IPage page, string[] kinds)
    {
        _page = page;
        _kinds = kinds;
        page.Request += (_, asked) =>
        {
            if (new Uri(asked.Url).AbsolutePath is var path && path.EndsWith("/events", StringComparison.Ordinal)
                && Array.Find(kinds, kind => path.StartsWith(kind, StringComparison.Ordinal)) is { } found)
                _open[asked] = found;
        };
        page.RequestFailed += (_, asked) => _open.TryRemove(asked, out string? _);
        page.RequestFinished += (_, asked) => _open.TryRemove(asked, out string? _);
    }

    /// <summary>Reloads the page. Each kind is the path above its streams.</summary>
    public static async Task<PageStreams> OpenAsync(IPage page, params string[] kinds)
    {
        await page.Clock.InstallAsync();
        var streams = new PageStreams(page, kinds);
        await page.ReloadAsync();
        await Waiting.UntilAsync(streams.HasAll);
        return streams;
    }

    /// <summary>Returns when all streams have ended.</summary>
    public async Task HideForAMinuteAsync()
    {
        await _page.EvaluateAsync(SetVisibility, "hidden");
        await _page.Clock.FastForwardAsync(61_000);
        await Waiting.UntilAsync(() => _open.IsEmpty);
    }

    /// <summary>Returns when there is a stream of each kind again.</summary>
    public async Task ShowAsync()
    {
        await _page.EvaluateAsync(SetVisibility, "visible");
        await Waiting.UntilAsync(HasAll);
    }

    private bool HasAll() => !_kinds.Except(_open.Values).Any();
}
