namespace Onbehalf.Automations;

/// <summary>Content that could run, or why not, in a sentence its writer can act on.</summary>
public abstract record ContentResult
{
    private ContentResult()
    {
    }

    public sealed record Ready(AutomationContent Content) : ContentResult;

    public sealed record Refused(string Slug, string Sentence) : ContentResult;
}
