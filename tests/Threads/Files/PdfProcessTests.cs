using System.Diagnostics;
using System.Text.Json;
using Onbehalf.Pdf;
using Onbehalf.Tests.Fixtures;
using Onbehalf.Threads.Files;

namespace Onbehalf.Tests.Threads.Files;

/// <summary>The process that reads a PDF: whatever its outcome, the app continues and gets a result.</summary>
public sealed class PdfProcessTests
{
    private static readonly TimeSpan Enough = TimeSpan.FromMinutes(2);

    public static TheoryData<string, string> Ends => new()
    {
        { "killed", "kill -9 $$" },
        { "failed", "cat >/dev/null; echo half; exit 134" },
        { "without reading", "exit 3" },
        { "more than the limit", "cat >/dev/null; yes" },
        { "complains without end until it is killed", "head -c 3000000 /dev/zero >&2; exit 1" },
    };

    [Theory]
    [MemberData(nameof(Ends))]
    public async Task A_process_that_ends_badly_leaves_a_sentence(string how, string script)
    {
        var read = await PdfProcess.ReadAsync(Shell(script), Enough, new byte[AttachedFile.MostBytes], default);

        Assert.True(read == FileText.TooComplex, how);
    }

    [Fact]
    public async Task A_process_that_does_not_end_is_killed()
    {
        var marker = Path.Combine(Path.GetTempPath(), $"pdf-process-{Guid.NewGuid():N}");

        var read = await PdfProcess.ReadAsync(Shell($"echo $$ >{marker}; exec sleep 600"), TimeSpan.FromSeconds(1), ReadOnlyMemory<byte>.Empty, default);

        Assert.Equal(FileText.TooComplex, read);
        if (File.Exists(marker))
            await Waiting.UntilAsync(async () => !Directory.Exists($"/proc/{(await File.ReadAllTextAsync(marker)).Trim()}"));
        File.Delete(marker);
    }

    [Fact]
    public async Task A_program_that_cannot_be_started_is_a_sentence()
    {
        Assert.Equal(FileText.NotHere, await PdfProcess.ReadAsync(null, Enough, ReadOnlyMemory<byte>.Empty, default));
        Assert.Equal(FileText.NotHere, await PdfProcess.ReadAsync(new ProcessStartInfo("/nonesuch/dotnet"), Enough, ReadOnlyMemory<byte>.Empty, default));
        Assert.Null(await PdfProcess.TroubleAsync(default));
    }

    [Fact]
    public void The_program_has_a_limit_of_memory_and_knows_nothing_of_the_app()
    {
        var start = PdfProcess.Start()!;
        var program = start.ArgumentList.Single();

        using var options = JsonDocument.Parse(File.ReadAllText(Path.ChangeExtension(program, "runtimeconfig.json")));

        Assert.Equal(256 * 1024 * 1024, options.RootElement.GetProperty("runtimeOptions").GetProperty("configProperties").GetProperty("System.GC.HeapHardLimit").GetInt64());
        Assert.Equal(["DOTNET_EnableDiagnostics"], start.Environment.Keys.Where(static name => name != "SystemRoot"));
        Assert.Equal(FileTexts.MostCharacters, PdfBudget.Characters);
        Assert.True(PdfBudget.Time < PdfBudget.Life && PdfBudget.Life <= PdfProcess.Time);
    }

    private static ProcessStartInfo Shell(string script) => new("sh", ["-c", script]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
}
