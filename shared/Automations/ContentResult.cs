namespace Onbehalf.Automations;

/// <summary>Valid content, or a refusal with a sentence that tells the author what to correct.</summary>
public abstract record ContentResult
{
    private ContentResult()
    {
    }

    public sealed record Ready(AutomationContent Content) : ContentResult;

    public sealed record Refused(string Slug, string Sentence) : ContentResult;
}
