using Cake.Frosting;
using Dom0Iptables;
using Dom0Iptables.Running;

return Entrance.Run(args, (services, arguments) => new CakeHost()
    .ConfigureServices(services)
    .UseContext<BuildContext>()
    .UseLifetime<BuildLifetime>()
    .UseTaskLifetime<TaskLifetime>()
    .Run(arguments));
