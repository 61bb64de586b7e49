using System.Collections.Concurrent;

namespace Onbehalf.Tests.App;

/// <summary>The activities of this app that began, in order.</summary>
public sealed class ActivityLog
{
    private readonly ConcurrentQueue<string> _ran = new();

    /// <summary>Told of every activity when it begins, in whichever app of this process.</summary>
    public static event Action<string>? Began;

    public IReadOnlyList<string> Ran => [.. _ran];

    /// <returns>How often this one began, this time included.</returns>
    public int Add(string activity)
    {
        _ran.Enqueue(activity);
        Began?.Invoke(activity);
        return _ran.Count(ran => ran == activity);
    }
}
