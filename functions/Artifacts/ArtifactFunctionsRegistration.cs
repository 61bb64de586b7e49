using Microsoft.Extensions.DependencyInjection;

namespace Onbehalf.Functions.Artifacts;

internal static class ArtifactFunctionsRegistration
{
    public static IServiceCollection AddArtifactFunctions(this IServiceCollection services) => services
        .AddSingleton<ArtifactHand>()
        .AddSingleton<ArtifactViews>()
        .AddSingleton<ArtifactRequests>()
        .AddSingleton<LiveArtifacts>();
}
