namespace Onbehalf.Tests.Journeys;

/// <summary>A journey through the web app in a real Chromium; skipped by name where there is none.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class BrowserFactAttribute : FactAttribute
{
    public BrowserFactAttribute()
    {
        if (Chromium.Path is null)
            Skip = "No Chromium: install it, or name it in CHROMIUM.";
    }
}
