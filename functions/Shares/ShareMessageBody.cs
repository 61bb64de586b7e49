namespace Onbehalf.Functions.Shares;

/// <summary>The hash of the preview that the person has read.</summary>
internal sealed record ShareMessageBody(string PreviewHash);
