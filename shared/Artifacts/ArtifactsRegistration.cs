using Microsoft.Extensions.DependencyInjection;

namespace Onbehalf.Artifacts;

public static class ArtifactsRegistration
{
    public static IServiceCollection AddArtifacts(this IServiceCollection services) => services
        .AddSingleton<ArtifactAccess>()
        .AddSingleton<ArtifactWakes>()
        .AddSingleton<ArtifactStore>()
        .AddSingleton<ArtifactLists>()
        .AddSingleton<ArtifactRate>();
}
