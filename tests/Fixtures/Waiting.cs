namespace Onbehalf.Tests.Fixtures;

internal static class Waiting
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public static async Task UntilAsync(Func<Task<bool>> isTrue)
    {
        using var patience = new CancellationTokenSource(Patience);
        for (var asked = 1; !await isTrue(); asked++)
            await Task.Delay(PauseAfter(asked), patience.Token);
    }

    /// <summary>A look at the test's own memory costs nothing, so it is taken often.</summary>
    public static async Task UntilAsync(Func<bool> isTrue)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!isTrue())
            await Task.Delay(20, patience.Token);
    }

    /// <summary>Pauses grow: every look at an app takes processor time from what is waited for.</summary>
    public static TimeSpan PauseAfter(int asked) => TimeSpan.FromMilliseconds(Math.Min(25 * asked, 200));
}
