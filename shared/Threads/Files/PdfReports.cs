namespace Onbehalf.Threads.Files;

/// <summary>The cached result of a test run of the PDF program with empty input. A failed run is repeated after ten minutes.</summary>
public sealed class PdfReports(FileTexts texts, TimeProvider time)
{
    private static readonly TimeSpan Unwell = TimeSpan.FromMinutes(10);

    private readonly Lock _turn = new();
    private Task<string?>? _run;
    private long _startedAt;

    /// <summary>Returns a status sentence for operators. It does not wait for the process, because a health request has a short timeout.</summary>
    public async Task<string> LatestAsync()
    {
        if (!texts.ReadsPdfs)
            return "PDFs are attached without their text (ONBEHALF_PDF_TEXT is false).";
        Task<string?> run;
        lock (_turn)
        {
            if (_run is null || (_run.IsCompleted && _run is not { IsCompletedSuccessfully: true, Result: null } && time.GetElapsedTime(_startedAt) > Unwell))
                (_run, _startedAt) = (Task.Run(static () => PdfProcess.TroubleAsync(CancellationToken.None)), time.GetTimestamp());
            run = _run;
        }

        if (!run.IsCompleted)
            return "The first run of the program that reads PDFs is not finished.";
        return await run is { } trouble ? $"PDFs are attached without their text: {trouble}." : "The text of PDFs is read.";
    }
}
