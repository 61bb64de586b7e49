using Microsoft.Extensions.DependencyInjection;
using Onbehalf.Functions.Artifacts.Blocks;

namespace Onbehalf.Functions.Artifacts;

internal static class ArtifactFunctionsRegistration
{
    public static IServiceCollection AddArtifactFunctions(this IServiceCollection services) => services
        .AddSingleton<ArtifactHand>()
        .AddSingleton<ArtifactViews>()
        .AddSingleton<ArtifactRequests>()
        .AddSingleton<ArtifactRequestBlocks>()
        .AddSingleton<RequestRuns>()
        .AddSingleton<ActionInputs>()
        .AddSingleton<AgreementsToSend>()
        .AddSingleton<PublishedArtifacts>()
        .AddSingleton<LiveArtifacts>();
}
