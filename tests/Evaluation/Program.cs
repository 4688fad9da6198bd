Console.Error.WriteLine("no protocol yet");
