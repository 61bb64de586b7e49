using System.Collections.Concurrent;
using Microsoft.Playwright;
using Onbehalf.Tests.Fixtures;

namespace Onbehalf.Tests.Journeys;

/// <summary>The streams of one kind that a page opens and ends, on a clock that can be put forward.</summary>
internal sealed class PageStreams
{
    private const string SetVisibility = "state => { Object.defineProperty(document, 'visibilityState', { value: state, configurable: true }); document.dispatchEvent(new Event('visibilitychange')); }";

    private readonly IPage _page;
    private readonly ConcurrentDictionary<IRequest, bool> _open = new();

    private PageStreams(IPage page, string under)
    {
        _page = page;
        page.Request += (_, asked) =>
        {
            if (new Uri(asked.Url).AbsolutePath is var path && path.StartsWith(under, StringComparison.Ordinal) && path.EndsWith("/events", StringComparison.Ordinal))
                _open[asked] = true;
        };
        page.RequestFailed += (_, asked) => _open.TryRemove(asked, out bool _);
        page.RequestFinished += (_, asked) => _open.TryRemove(asked, out bool _);
    }

    /// <summary>Reloads the page. Its streams are those below this path.</summary>
    public static async Task<PageStreams> OpenAsync(IPage page, string under)
    {
        await page.Clock.InstallAsync();
        var streams = new PageStreams(page, under);
        await page.ReloadAsync();
        await Waiting.UntilAsync(() => !streams._open.IsEmpty);
        return streams;
    }

    /// <summary>Returns when all streams have ended.</summary>
    public async Task HideForAMinuteAsync()
    {
        await _page.EvaluateAsync(SetVisibility, "hidden");
        await _page.Clock.FastForwardAsync(61_000);
        await Waiting.UntilAsync(() => _open.IsEmpty);
    }

    /// <summary>Returns when there is a stream again.</summary>
    public async Task ShowAsync()
    {
        await _page.EvaluateAsync(SetVisibility, "visible");
        await Waiting.UntilAsync(() => !_open.IsEmpty);
    }
}
