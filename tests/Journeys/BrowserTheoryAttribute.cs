namespace Onbehalf.Tests.Journeys;

/// <summary>Like <see cref="BrowserFactAttribute"/>, for several cases.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class BrowserTheoryAttribute : TheoryAttribute
{
    public BrowserTheoryAttribute()
    {
        if (Chromium.Path is null)
            Skip = "No Chromium: install it, or name it in CHROMIUM.";
    }
}
