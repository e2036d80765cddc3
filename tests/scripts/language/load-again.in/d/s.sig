signature x { ip-proto == tcp }
