using Onbehalf.Tests.Fixtures;
using Onbehalf.Tests.Worker;

namespace Onbehalf.Tests.Host;

/// <summary>The package that is deployed, published once for all tests of a class into a folder of its own.</summary>
public sealed class PublishedApp : IAsyncLifetime
{
    public string Folder { get; } = Directory.CreateTempSubdirectory("onbehalf-published-").FullName;

    public string Worker => Path.Combine(Folder, "Onbehalf.Functions.dll");

    public async Task InitializeAsync() =>
        await Dotnet.RunAsync(Clone.Root, $"publish functions --no-restore -p:RunAnalyzers=false -nodeReuse:false -v quiet --nologo -o {Folder}");

    public Task DisposeAsync()
    {
        Directory.Delete(Folder, recursive: true);
        return Task.CompletedTask;
    }
}
